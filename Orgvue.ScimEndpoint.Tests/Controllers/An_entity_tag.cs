using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Stands for all that is shown, and for the version where something is to be written (RFC 7644 §3.14).</summary>
public sealed class An_entity_tag
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_a_user_changes_with_its_groups_and_only_then(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        var tags = new List<string> { await TagAsync(directory, $"Users/{ada}") };

        var group = await directory.GroupAsync("Readers", bob);
        Assert.Equal(tags[0], await TagAsync(directory, $"Users/{ada}"));
        await directory.AddAsync(group, ada);
        tags.Add(await TagAsync(directory, $"Users/{ada}"));
        await directory.RenameAsync(group, "Writers");
        tags.Add(await TagAsync(directory, $"Users/{ada}"));
        Assert.Equal(tags[2], await TagAsync(directory, $"Users/{ada}"));
        var other = await directory.GroupAsync("Readers", ada);
        tags.Add(await TagAsync(directory, $"Users/{ada}"));
        await directory.DeleteGroupAsync(other);

        // Back where it was, and that is no change to who saw it then.
        Assert.Equal(tags[2], await TagAsync(directory, $"Users/{ada}"));
        await directory.RemoveAsync(group, ada);
        Assert.Equal("W/\"1\"", tags[0]);
        Assert.Equal(tags[0], await TagAsync(directory, $"Users/{ada}"));
        Assert.Equal(4, tags.Distinct().Count());
        Assert.All(tags.Skip(1), tag => Assert.Matches("^W/\"1-[A-Za-z0-9_-]{12}\"$", tag));
        Assert.Equal(1, await host.Store.ReadAsync(async db => (await db.Users.FindAsync(directory.Key, Guid.Parse(ada)))!.Version));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_what_is_shown_without_groups_is_the_version(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.GroupAsync("Readers", ada);

        var whole = await TagAsync(directory, $"Users/{ada}");
        var listed = (await directory.Scim.GetAsync("Users", HttpStatusCode.OK))["Resources"]![0]!;
        var lean = (await directory.Scim.GetAsync("Users?excludedAttributes=groups", HttpStatusCode.OK))["Resources"]![0]!;

        Assert.Equal(whole, (string)listed["meta"]!["version"]!);
        Assert.Equal("W/\"1\"", (string)lean["meta"]!["version"]!);
        Assert.Equal("W/\"1\"", await TagAsync(directory, $"Users/{ada}?excludedAttributes=groups"));
        Assert.Equal(whole, await TagAsync(directory, $"Users/{ada}?attributes=groups,meta"));
        var put = await SentAsync(directory, "PUT", $"Users/{ada}", Pushes.User("ada"), null);
        var patch = await SentAsync(directory, "PATCH", $"Users/{ada}", Pushes.Patch(new { op = "add", path = "active", value = true }), null);
        Assert.Equal((whole, whole), (put.Headers.ETag!.ToString(), patch.Headers.ETag!.ToString()));
    }

    /// <summary>RFC 9110 §13.1.1: a GET has the condition too, and it goes before If-None-Match.</summary>
    [Fact]
    public async Task That_If_Match_does_not_name_is_not_read()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var url = $"Users/{await directory.UserAsync("ada")}";
        var tag = await TagAsync(directory, url);

        foreach (var (match, expected) in new[] { (tag, HttpStatusCode.OK), ("*", HttpStatusCode.OK), ("W/\"7\"", HttpStatusCode.PreconditionFailed), ($"W/\"7\", {tag}", HttpStatusCode.OK) })
            foreach (var method in new[] { "GET", "HEAD" })
                Assert.Equal(expected, (await SentAsync(directory, method, url, null, ("If-Match", match))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SentAsync(directory, "GET", url, null, ("If-Match", "W/\"7\""), ("If-None-Match", tag))).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await SentAsync(directory, "GET", url, null, ("If-Match", tag), ("If-None-Match", tag))).StatusCode);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_old_groups_is_no_304(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        var group = await directory.GroupAsync("Readers", ada);
        var before = await TagAsync(directory, $"Users/{ada}");

        var same = await SentAsync(directory, "GET", $"Users/{ada}", null, ("If-None-Match", before));
        await directory.RenameAsync(group, "Writers");
        var other = await SentAsync(directory, "GET", $"Users/{ada}", null, ("If-None-Match", before));
        var plain = await SentAsync(directory, "GET", $"Users/{ada}", null, ("If-None-Match", "W/\"1\""));

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(before, same.Headers.ETag!.ToString());
        Assert.EndsWith($"/Users/{ada}", same.Content.Headers.ContentLocation!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Contains("Writers", await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
    }

    [Theory]
    [InlineData("If-Match", "W/\"1-anything\"", true)]
    [InlineData("If-Match", "W/\"1\"", true)]
    [InlineData("If-Match", "\"1\"", true)]
    [InlineData("If-Match", "W/\"7\", W/\"1-x\"", true)]
    [InlineData("If-Match", "*", true)]
    [InlineData("If-Match", "W/\"2-anything\"", false)]
    [InlineData("If-Match", "W/\"-1\"", false)]
    [InlineData("If-Match", "W/\"one\"", false)]
    [InlineData("If-Match", "1", false)]
    [InlineData("If-Match", "W/1, ,\"", false)]
    [InlineData("If-None-Match", "*", false)]
    public async Task On_a_write_is_compared_by_its_version_alone(string header, string value, bool accepted)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.GroupAsync("Readers", ada);

        var change = Pushes.Patch(new { op = "add", path = "title", value = "Boss" });
        var answer = await SentAsync(directory, "PATCH", $"Users/{ada}", change, (header, value));
        var gone = await SentAsync(directory, "DELETE", $"Users/{Guid.Empty}", null, (header, value));

        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Equal(accepted, (await directory.Scim.GetAsync($"Users/{ada}", HttpStatusCode.OK))["title"] is not null);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    /// <summary>Ten times as long as a "version" of a bulk operation may be; the framework took the square of it. Found by fuzzing.</summary>
    [Fact]
    public async Task Of_many_that_cannot_be_read_takes_no_time()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await TagAsync(directory, $"Users/{ada}");
        var began = Stopwatch.GetTimestamp();

        var answer = await SentAsync(directory, "GET", $"Users/{ada}", null, ("If-Match", "W/\"3-a" + string.Concat(Enumerable.Repeat(", ", 320_000))));

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("W/\"9\", \"1\"", HttpStatusCode.NotModified)]
    [InlineData("W/\"9\"", HttpStatusCode.OK)]
    [InlineData("1", HttpStatusCode.OK)]
    [InlineData("W/\"1", HttpStatusCode.OK)]
    public async Task On_a_read_is_compared_as_a_whole(string value, HttpStatusCode expected)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");

        var answer = await SentAsync(directory, "GET", $"Users/{ada}", null, ("If-None-Match", value));
        var group = await SentAsync(directory, "GET", $"Groups/{await directory.GroupAsync("Readers", ada)}", null, ("If-None-Match", value));

        Assert.Equal((expected, expected), (answer.StatusCode, group.StatusCode));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Comes_with_the_place_of_the_resource_from_every_verb(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        foreach (var (type, body) in new[] { ("Users", Pushes.User("ada")), ("Groups", Pushes.Group("Readers")) })
        {
            var created = await SentAsync(directory, "POST", type, body, null);
            var url = created.Headers.Location!.ToString();
            var patch = Pushes.Patch(new { op = "add", path = "externalId", value = "x" });
            HttpResponseMessage[] answers =
            [
                created, await SentAsync(directory, "GET", url, null, null), await SentAsync(directory, "HEAD", url, null, null),
                await SentAsync(directory, "PUT", url, body, null), await SentAsync(directory, "PATCH", url, patch, null),
                await SentAsync(directory, "PATCH", $"{url}?attributes=externalId", patch, null),
            ];

            Assert.All(answers, a => Assert.True(a.IsSuccessStatusCode, $"{a.RequestMessage!.Method} {a.StatusCode}"));
            Assert.All(answers, a => Assert.Equal((url, url), (a.Headers.Location?.ToString(), a.Content.Headers.ContentLocation?.ToString())));
            Assert.All(answers, a => Assert.Matches("^W/\"[1-4]\"$", a.Headers.ETag?.ToString()));
            foreach (var a in answers)
                if (await a.Content.ReadAsStringAsync() is { Length: > 0 } text && JsonNode.Parse(text)!["meta"] is { } meta)
                    Assert.Equal((url, a.Headers.ETag!.ToString()), ((string)meta["location"]!, (string)meta["version"]!));
        }
    }

    [Theory]
    [InlineData("Users", HttpStatusCode.OK)]
    [InlineData("Users/none", HttpStatusCode.NotFound)]
    [InlineData("ServiceProviderConfig", HttpStatusCode.OK)]
    [InlineData("Nothing", HttpStatusCode.NotFound)]
    [InlineData("Users?filter=xx", HttpStatusCode.BadRequest)]
    public async Task Or_its_absence_is_seen_with_HEAD_as_with_GET_but_without_a_body(string url, HttpStatusCode expected)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var head = await SentAsync(directory, "HEAD", url, null, null);
        var get = await SentAsync(directory, "GET", url, null, null);

        Assert.Equal((expected, expected), (head.StatusCode, get.StatusCode));
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    static async Task<string> TagAsync(TestDirectory directory, string url)
    {
        using var answer = await directory.Scim.GetAsync(url);
        var shown = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        if (shown["meta"] is { } meta) Assert.Equal(answer.Headers.ETag!.ToString(), (string)meta["version"]!);
        return answer.Headers.ETag!.ToString();
    }

    static async Task<HttpResponseMessage> SentAsync(
        TestDirectory directory, string method, string url, object? body, params (string Name, string Value)[]? headers)
    {
        using var request = new HttpRequestMessage(new(method), url);
        if (body is not null) request.Content = JsonContent.Create(body);
        foreach (var (name, value) in headers ?? []) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await directory.Scim.SendAsync(request);
    }
}
