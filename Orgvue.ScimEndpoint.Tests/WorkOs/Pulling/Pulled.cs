using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.In;
using Orgvue.ScimEndpoint.WorkOs.Pulling;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

/// <summary>Servers under test that read a directory from WorkOS, and what they know of it.</summary>
static class Pulled
{
    /// <summary>A server that may ask this machine.</summary>
    public static Host Server(StorageProvider provider = StorageProvider.InMemory, params (string Name, string Value)[] settings) =>
        new(provider, [("Notifications:AllowPrivateNetworks", "true"), .. settings]);

    public static string Link(this TestDirectory directory) => $"/admin/api/directories/{directory.Id}/workos";

    public static async Task<TestDirectory> LinkedAsync(this Host host, ScriptedWorkOs api, RemoteDirectory? remote = null)
    {
        var directory = await host.NewDirectoryAsync();
        // What was done before it is linked is past.
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await host.LinkAsync(directory, api, remote);
        return directory;
    }

    public static async Task<JsonNode> LinkAsync(this Host host, TestDirectory directory, ScriptedWorkOs api, RemoteDirectory? remote = null)
    {
        var answer = await host.Admin.PutAsync(directory.Link(), System.Net.Http.Json.JsonContent.Create(new
        {
            directoryId = (remote ?? api.Directory).Id, baseUrl = api.Url, apiKey = ScriptedWorkOs.Key, webhookSecret = "whsec_0123456789abcdef",
        }));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }

    public static Task<JsonNode> ShownAsync(this Host host, TestDirectory directory) => host.Admin.GetAsync(directory.Link(), HttpStatusCode.OK);

    /// <summary>One look of the worker to its end: whatever waits for its turn gets it, and no time passes otherwise.</summary>
    public static async Task ReadDueAsync(this Host host, CancellationToken ct = default)
    {
        var pace = host.Services.GetRequiredService<WorkOsClient>().Pace;
        var reading = host.Services.GetRequiredService<PullWorker>().ReadDueAsync(ct);
        while (!reading.IsCompleted)
        {
            if (pace.Waiting.Values.ToList() is { Count: > 0 } waiting && waiting.Min() is var turn && turn > host.Clock.GetUtcNow())
                host.Clock.SetUtcNow(turn);
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None));
        }
        await reading;
    }

    public static Task<WorkOsPull> PullOf(this Host host, TestDirectory directory) =>
        host.Store.ReadAsync(db => db.WorkOsPulls.AsNoTracking().SingleAsync(p => p.DirectoryKey == directory.Key));

    /// <summary>What is known, thing by thing, as lines that can be compared.</summary>
    public static Task<List<string>> KnownAsync(this Host host, TestDirectory directory) => host.Store.ReadAsync(async db =>
    {
        var standing = Standing.Of(await db.WorkOsLinks.AsNoTracking().SingleAsync(l => l.DirectoryKey == directory.Key));
        var items = (await db.WorkOsItems.AsNoTracking().Where(i => i.DirectoryKey == directory.Key).ToListAsync()).ToDictionary(i => (i.Kind, i.RemoteId));
        return items.Values.Where(standing.IsPresent).Where(i => i.Kind != WorkOsItemKind.Membership
                || Of(WorkOsItemKind.User, i.UserId!) is { } user && standing.IsPresent(user)
                && Of(WorkOsItemKind.Group, i.GroupId!) is { } group && standing.IsPresent(group) && standing.Counts(i, group.DeletedAt, group.DeletedBy))
            .Select(i => i.Kind == WorkOsItemKind.Membership ? Line(i.GroupId!, i.UserId!) : Line(JsonNode.Parse(i.Data!)!.AsObject()))
            .Order(StringComparer.Ordinal).ToList();

        WorkOsItem? Of(WorkOsItemKind kind, string id) => items.GetValueOrDefault((kind, id));
    });

    /// <summary>The same of what is there.</summary>
    public static List<string> Lines(this RemoteDirectory remote) =>
    [
        .. remote.UserObjects().Concat(remote.GroupObjects()).Select(Line).Concat(remote.Members.Select(m => Line(m.Group, m.User))).Order(StringComparer.Ordinal),
    ];

    /// <summary>Some users in some groups.</summary>
    public static void Fill(this RemoteDirectory remote, int users, int groups, int each = 3)
    {
        var made = Enumerable.Range(0, groups).Select(i => remote.AddGroup(string.Create(CultureInfo.InvariantCulture, $"IAMAPP_Orgvue_SCIM_role{i}"))).ToList();
        for (var i = 0; i < users; i++)
        {
            var user = remote.AddUser();
            for (var g = 0; g < Math.Min(each, groups); g++) remote.Join(made[(i + g * 7) % groups], user);
        }
    }

    static string Line(string group, string user) => $"{group} has {user}";

    static string Line(JsonObject thing) =>
        string.Join(' ', new[] { "id", "name", "email", "first_name", "state" }.Select(p => (string?)thing[p]).OfType<string>());
}
