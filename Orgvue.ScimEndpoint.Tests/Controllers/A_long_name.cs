using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>A database's index has room for some 2,700 bytes: what is looked up must fit, whatever a client sends.</summary>
public sealed class A_long_name
{
    // No two alike, and nothing that could be compressed into an index after all.
    static string Text(int characters, int from, int to)
    {
        var random = new Random(7);
        return string.Concat(Enumerable.Range(0, characters).Select(_ => (char)random.Next(from, to)));
    }

    static StringContent Scim(object user)
    {
        var body = JsonSerializer.SerializeToNode(user)!.AsObject();
        body["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User");
        return new StringContent(body.ToJsonString(), Encoding.UTF8, "application/scim+json");
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_kept_or_refused_and_never_a_failure(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ascii, han) = (Text(1024, 'a', 'z'), Text(1024, '\u4e00', '\u9fa0'));
        (object Body, HttpStatusCode Expected)[] cases =
        [
            (new { userName = ascii, displayName = ascii, externalId = ascii }, HttpStatusCode.Created),
            (new { userName = han }, HttpStatusCode.BadRequest),
            (new { userName = "b", displayName = han }, HttpStatusCode.BadRequest),
            (new { userName = "c", externalId = han }, HttpStatusCode.BadRequest),
            (new { userName = "d", displayName = Text(1025, 'a', 'z') }, HttpStatusCode.BadRequest),
            (new { userName = "e", emails = new[] { new { value = Text(60_000, '\u4e00', '\u9fa0'), primary = true } } }, HttpStatusCode.Created),
        ];
        foreach (var (body, expected) in cases)
        {
            using var answer = await directory.Scim.PostAsync("Users", Scim(body));
            Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}, not {expected}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_found_by_an_email_of_any_length(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var email = Text(3000, 'a', 'z') + "@contoso.example";
        using (await directory.Scim.PostAsync("Users", Scim(new { userName = "ada", emails = new[] { new { value = email } } }))) { }

        var found = await directory.Scim.GetStringAsync($"Users?filter={Uri.EscapeDataString($"emails eq \"{email.ToUpperInvariant()}\"")}");

        Assert.Contains("\"totalResults\":1", found, StringComparison.Ordinal);
    }
}
