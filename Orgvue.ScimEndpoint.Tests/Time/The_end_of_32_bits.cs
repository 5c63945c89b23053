using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Notifications;
using Orgvue.ScimEndpoint.Tests.Security;
using Orgvue.ScimEndpoint.Tests.WorkOs;
using Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

namespace Orgvue.ScimEndpoint.Tests.Time;

/// <summary>
/// The seconds since 1970 outgrow 32 bits in January 2038, and without a sign in February 2106. The dialogues on SQLite are held over the first of them
/// too: <see cref="HeldDialogues.SqliteServer"/>.
/// </summary>
public sealed class The_end_of_32_bits
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<StorageProvider, long> Ends
    {
        get
        {
            var rows = new TheoryData<StorageProvider, long>();
            foreach (var provider in Host.Storages)
                foreach (var end in new long[] { int.MaxValue, uint.MaxValue }) rows.Add(provider, end);
            return rows;
        }
    }

    [Theory, MemberData(nameof(Ends))]
    public async Task Is_a_minute_like_any_other_to_a_directory_and_its_tenant(StorageProvider provider, long end)
    {
        var last = DateTimeOffset.FromUnixTimeSeconds(end);
        await using var host = new Host(provider) { Clock = new(last - Minute) };
        var directory = await host.NewDirectoryAsync();
        var made = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/tokens", new { validFor = "365.00:00:00" }, HttpStatusCode.Created);
        var group = await directory.RoleAsync("user", await directory.UserAsync("early"));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await directory.UserAsync("nobody");
        var page = await directory.Scim.GetAsync("Users?count=1&cursor=", HttpStatusCode.OK);

        host.Clock.Advance(2 * Minute);
        await directory.AddAsync(group, await directory.UserAsync("late"));
        Assert.Equal("nobody@contoso.example", Names(await directory.Scim.GetAsync($"Users?count=1&cursor={page["nextCursor"]}", HttpStatusCode.OK)).Single());
        host.Clock.Advance(3 * Minute - TimeSpan.FromSeconds(2));
        await host.RunDueAsync();
        Assert.Empty(await host.RunsAsync(directory));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.RunDueAsync();

        var run = Assert.Single(await host.RunsAsync(directory))!;
        Assert.Equal(last + 4 * Minute, (DateTimeOffset)run["dueAt"]!);
        Assert.Equal(["early: user", "late: user"], await host.AccountsAsync());
        Assert.Equal(["ACME nobody notUserOrAdmin"], (await host.OpenFailuresAsync(directory)).Select(f => f[..11] + " notUserOrAdmin"));
        foreach (var (comparison, names) in new[] { ("gt", new[] { "late" }), ("le", ["early", "nobody"]) })
            Assert.Equal(names, Names(await directory.Scim.GetAsync(
                $"Users?filter={Uri.EscapeDataString($"meta.created {comparison} \"{last:O}\"")}", HttpStatusCode.OK)).Select(n => n.Split('@')[0]).Order());
        Assert.Equal(["late@contoso.example", "nobody@contoso.example", "early@contoso.example"],
            Names(await directory.Scim.GetAsync("Users?sortBy=meta.created&sortOrder=descending", HttpStatusCode.OK)));
        var feed = await host.Admin.GetAsync($"/odata/Accounts?$filter=createdAt gt {last.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}&$orderby=createdAt", HttpStatusCode.OK);
        Assert.Equal(2, feed["value"]!.AsArray().Count);
        var told = await host.Admin.GetAsync($"/admin/api/audit?from={Uri.EscapeDataString($"{last.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")}", HttpStatusCode.OK);
        Assert.All(told["items"]!.AsArray(), e => Assert.True((DateTimeOffset)e!["at"]! >= last));
        Assert.Contains(told["items"]!.AsArray(), e => ((string?)e!["subject"])!.Contains("ccount", StringComparison.Ordinal));

        using var client = host.ClientWith((string)made["token"]!);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/scim/v2/{directory.Id}/Users")).StatusCode);
        host.Clock.Advance(TimeSpan.FromDays(365));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"/scim/v2/{directory.Id}/Users")).StatusCode);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    public async Task Does_not_end_tokens_of_an_authorization_server_or_of_an_issuer(long end)
    {
        await using var issuer = await ScriptedIssuer.StartAsync();
        await using var host = new Host(StorageProvider.Sqlite, ("Notifications:AllowPrivateNetworks", "true")) { Clock = new(DateTimeOffset.FromUnixTimeSeconds(end) - Minute) };
        var directory = await host.NewDirectoryAsync();
        var url = $"/admin/api/directories/{directory.Id}";
        await host.Admin.PatchAsync(url, new { authentication = new { clientCredentials = true, jwt = new { issuer = issuer.Url, audience = "scim" } } }, HttpStatusCode.OK);
        var secret = (string)(await host.Admin.PostAsync($"{url}/tokens", new { kind = "clientSecret" }, HttpStatusCode.Created))["token"]!;
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", directory.Id), new("client_secret", secret)]);
        var token = (string)(await Answers.ReadAsync(host.ClientWith(null).PostAsync("/oauth/token", form), HttpStatusCode.OK))["access_token"]!;
        var jwt = issuer.Token(host.Clock.GetUtcNow(), validFor: TimeSpan.FromHours(1));

        var answers = new List<HttpStatusCode>();
        foreach (var time in new[] { TimeSpan.Zero, 2 * Minute, TimeSpan.FromHours(2) })
        {
            host.Clock.Advance(time);
            foreach (var bearer in new[] { token, jwt }) answers.Add((await host.ClientWith(bearer).GetAsync($"/scim/v2/{directory.Id}/Users")).StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 4), .. Enumerable.Repeat(HttpStatusCode.Unauthorized, 2)], answers);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    public async Task Does_not_end_signatures_and_sessions(long end)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = new Host(StorageProvider.Sqlite, ("Notifications:AllowPrivateNetworks", "true")) { Clock = new(DateTimeOffset.FromUnixTimeSeconds(end) - Minute) };
        var directory = await host.LinkedDirectoryAsync();
        var (_, secret) = await host.HookAsync(receiver.Url);
        await host.Admin.PostAsync("/admin/api/administrators", new { name = "Anna", role = "reader", password = "correct horse battery" }, HttpStatusCode.Created);
        using var browser = host.ClientWith(null);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsJsonAsync("/admin/api/sign-in", new { name = "Anna", password = "correct horse battery" })).StatusCode);

        host.Clock.Advance(2 * Minute);
        await host.DeliverAsync(directory, Samples.Of("dsync.user.created").ToJsonString());
        await host.ApplyAsync();
        Assert.NotEmpty(await host.ShownAsync(directory));
        await host.AfterTheDelayAsync();
        await host.SendDueAsync();

        Assert.True((await receiver.NextAsync()).IsSignedWith(secret, host.Clock.GetUtcNow()));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/api/me")).StatusCode);
    }

    static IEnumerable<string> Names(JsonNode page) => page["Resources"]!.AsArray().Select(r => (string)r!["userName"]!);
}
