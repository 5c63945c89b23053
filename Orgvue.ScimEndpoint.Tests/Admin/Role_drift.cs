using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Admin;

/// <summary>What was done by hand, what the next run will do about it, and what a run did about it.</summary>
public sealed class Role_drift
{
    const string Accounts = "/api/v1/ACME/accounts";

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_shown_before_the_run_undoes_it_and_after(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await DriftedAsync(host);

        var drift = await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/drift", HttpStatusCode.OK);
        var plain = await DriftAsync(host, $"directories/{directory.Id}/drift");
        var run = Assert.Single((await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK))["runs"]!.AsArray())!;
        var overrode = await DriftAsync(host, $"runs/{run["runId"]}/overrode");

        Assert.Equal(
        [
            "ada edited: updated; roles [\"admin\",\"sales\"] → [\"user\"]",
            "bob removed: restored; email null → \"bob@contoso.example\", enabled null → true, roles null → [\"user\"]",
            "dan edited: updated; enabled false → true",
            "eve added: removed; email \"eve@contoso.example\" → null, enabled true → null, roles [\"admin\"] → null",
            "fay added: adopted; roles [\"admin\"] → [\"user\"]",
        ], plain);
        var ada = drift["items"]!.AsArray().Single(d => (string)d!["email"]! == "ada@contoso.example")!;
        Assert.Equal(("ACME", "roles differ from the directory's groups"), ((string)ada["tenantId"]!, (string)ada["why"]!));
        Assert.Equal(["2026-11-23T09:06:00Z admin changed roles [\"user\"] → [\"admin\",\"sales\"]", "2026-11-23T09:06:00Z admin changed "], ada["edits"]!.AsArray().Select(e =>
            $"{e!["at"]} {e["actor"]} {e["action"]} {string.Join(", ", e["changes"]!.AsArray().Select(c => $"{c!["field"]} {c["from"]!.ToJsonString()} → {c["to"]!.ToJsonString()}"))}"));
        Assert.StartsWith($"PATCH {Accounts}/", (string)ada["edits"]![0]!["request"]!, StringComparison.Ordinal);
        Assert.Equal(plain, overrode);
        Assert.Empty(await DriftAsync(host, $"directories/{directory.Id}/drift"));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Comes_page_by_page(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await DriftedAsync(host);
        var all = await DriftAsync(host, $"directories/{directory.Id}/drift");

        async Task<List<string>> WalkedAsync(string path)
        {
            var walked = new List<string>();
            for (var cursor = ""; ;)
            {
                var page = await host.Admin.GetAsync($"/admin/api/{path}?limit=2{cursor}", HttpStatusCode.OK);
                Assert.InRange(page["items"]!.AsArray().Count, 1, 2);
                walked.AddRange(Words(page));
                if ((string?)page["nextCursor"] is not { } next) return [.. walked.Order(StringComparer.Ordinal)];
                cursor = $"&cursor={next}";
            }
        }

        Assert.Equal(all, await WalkedAsync($"directories/{directory.Id}/drift"));
        var run = (await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK))["runs"]![0]!;
        Assert.Equal(all, await WalkedAsync($"runs/{run["runId"]}/overrode"));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_not_what_the_directory_itself_changes_nor_what_stays(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await directory.RoleAsync("user", ada, bob);
        await host.AfterTheDelayAsync();
        // What runs do not own stays; and what is done by hand and then by the directory too, is not undone.
        await EditAsync(host, "ada", new { tokenAccess = true });
        await EditAsync(host, "bob", new { roles = new[] { "admin", "user" } });
        await directory.RoleAsync("hr", ada);
        await directory.RoleAsync("admin", bob);

        Assert.Empty(await DriftAsync(host, $"directories/{directory.Id}/drift"));
        var run = (await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK))["runs"]![0]!;
        Assert.Equal(2, (int)run["updated"]!);
        Assert.Empty(await DriftAsync(host, $"runs/{run["runId"]}/overrode"));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_undone_once(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var bob = await directory.UserAsync("bob");
        var group = await directory.RoleAsync("user", bob);
        await host.AfterTheDelayAsync();
        await host.Admin.DeleteAsync($"{Accounts}/{(await host.AccountAsync("bob"))["accountId"]}", HttpStatusCode.NoContent);
        var restoring = (await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK))["runs"]![0]!;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        // He leaves and comes back by the directory's will alone.
        await directory.DeleteUserAsync(bob);
        await host.AfterTheDelayAsync();
        await directory.AddAsync(group, await directory.UserAsync("bob"));

        Assert.Equal(["bob removed: restored"], (await DriftAsync(host, $"runs/{restoring["runId"]}/overrode")).Select(d => d.Split(';')[0]));
        Assert.Empty(await DriftAsync(host, $"directories/{directory.Id}/drift"));
        await host.AfterTheDelayAsync();
        Assert.Equal(["bob: user"], await host.AccountsAsync());
        Assert.Empty(await DriftAsync(host, $"runs/{(await host.RunsAsync(directory))[0]!["runId"]}/overrode"));
    }

    [Fact]
    public async Task Is_of_directories_and_runs_that_are_there()
    {
        await using var host = new Host();

        Assert.Equal("DirectoryNotFound", (string)(await host.Admin.GetAsync("/admin/api/directories/directory_0/drift", HttpStatusCode.NotFound))["code"]!);
        Assert.Equal("RunNotFound", (string)(await host.Admin.GetAsync($"/admin/api/runs/{Guid.Empty}/overrode", HttpStatusCode.NotFound))["code"]!);
        Assert.Equal("RunNotFound", (string)(await host.Admin.GetAsync("/admin/api/runs/x/overrode", HttpStatusCode.NotFound))["code"]!);
    }

    static async Task<TestDirectory> DriftedAsync(Host host)
    {
        var directory = await host.NewDirectoryAsync();
        var users = new List<string>();
        foreach (var name in new[] { "ada", "bob", "cleo", "dan" }) users.Add(await directory.UserAsync(name));
        var group = await directory.RoleAsync("user", [.. users]);
        await host.AfterTheDelayAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await EditAsync(host, "ada", new { roles = new[] { "admin", "sales" } });
        await EditAsync(host, "ada", new { hiddenFeatures = new[] { "charts" } });
        await host.Admin.DeleteAsync($"{Accounts}/{(await host.AccountAsync("bob"))["accountId"]}", HttpStatusCode.NoContent);
        await EditAsync(host, "cleo", new { tokenAccess = true });
        await EditAsync(host, "dan", new { enabled = false });
        await host.Admin.PostAsync(Accounts, new { email = "eve@contoso.example", roles = new[] { "admin" } }, HttpStatusCode.Created);
        await host.Admin.PostAsync(Accounts, new { email = "fay@contoso.example", roles = new[] { "admin" } }, HttpStatusCode.Created);
        await directory.AddAsync(group, await directory.UserAsync("fay"));
        return directory;
    }

    static async Task EditAsync(Host host, string name, object edit) =>
        await host.Admin.PatchAsync($"{Accounts}/{(await host.AccountAsync(name))["accountId"]}", edit, HttpStatusCode.OK);

    static async Task<IEnumerable<string>> DriftAsync(Host host, string path) =>
        Words(await host.Admin.GetAsync($"/admin/api/{path}", HttpStatusCode.OK)).Order(StringComparer.Ordinal);

    static IEnumerable<string> Words(JsonNode page) => page["items"]!.AsArray().Select(d =>
        $"{((string)d!["email"]!).Split('@')[0]} {d["kind"]}: {d["outcome"]}; "
        + string.Join(", ", d["undone"]!.AsArray().Select(u => $"{u!["field"]} {u["from"]?.ToJsonString() ?? "null"} → {u["to"]?.ToJsonString() ?? "null"}")));
}
