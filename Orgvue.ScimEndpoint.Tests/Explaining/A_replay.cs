using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Explaining;

/// <summary>What a run did, beside what today's configurations and rules would make of what it saw.</summary>
public sealed class A_replay
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_a_run_under_the_same_rules_finds_no_difference(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        var group = await directory.RoleAsync("user", ada, bob);
        await host.AfterTheDelayAsync();
        await directory.RoleAsync("Retail", ada);
        await directory.RemoveAsync(group, bob);
        await host.AfterTheDelayAsync();
        await directory.DeleteUserAsync(bob);
        await host.AfterTheDelayAsync();

        foreach (var run in await host.RunsAsync(directory))
        {
            var replay = await host.Admin.GetAsync($"/admin/api/runs/{run!["runId"]}/replay", HttpStatusCode.OK);
            Assert.True((bool)replay["same"]!, replay.ToJsonString());
            Assert.Empty(replay["differences"]!.AsArray());
            Assert.Equal(0, (int)replay["configurationChangesSince"]!);
        }
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Shows_then_and_now_under_a_configuration_that_was_changed_since(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var (ada, bob) = (await directory.UserAsync("ada"), await directory.UserAsync("bob"));
        await directory.RoleAsync("user", ada, bob);
        await host.AfterTheDelayAsync();
        await directory.SetActiveAsync(bob, false);
        await host.AfterTheDelayAsync();
        var runs = await host.RunsAsync(directory);
        var configuration = await An_explanation.ConfigurationAsync(host, directory, "ACME");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.Admin.PatchAsync($"/admin/api/configurations/{configuration}", new { inactiveUserHandling = "remove", groupPrefix = "Other_" }, HttpStatusCode.OK);
        var before = await An_explanation.CountsAsync(host);

        var first = await host.Admin.GetAsync($"/admin/api/runs/{runs[1]!["runId"]}/replay", HttpStatusCode.OK);
        var second = await host.Admin.GetAsync($"/admin/api/runs/{runs[0]!["runId"]}/replay", HttpStatusCode.OK);

        Assert.Equal(before, await An_explanation.CountsAsync(host));
        Assert.Equal(["ada@contoso.example create user -> nothing", "bob@contoso.example create user -> nothing"], Differences(first));
        Assert.Equal(1, (int)first["configurationChangesSince"]!);
        Assert.Equal(["ada@contoso.example", "bob@contoso.example"], first["failuresNow"]!.AsArray().Select(f => (string)f!["userName"]!));
        Assert.Equal(["bob@contoso.example disable user -> remove "], Differences(second));
        Assert.Equal("Today's configurations and rules would treat 1 account otherwise than the run did.", (string)second["summary"]!);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_refused_with_the_reason_when_there_is_nothing_to_replay(StorageProvider provider)
    {
        await using var host = new Host(provider, ("Sync:KeptInputs", "1"));
        var directory = await host.NewDirectoryAsync();
        await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK);
        var held = (await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/hold", new { }, HttpStatusCode.OK))["runs"]![0]!;
        var runs = (await host.RunsAsync(directory)).Where(r => (string)r!["status"]! == "Completed").ToList();

        var old = await ReplayAsync(host, runs[1]!, HttpStatusCode.Conflict);
        var waiting = await ReplayAsync(host, held, HttpStatusCode.Conflict);

        Assert.Equal("InputNotKept", (string)old["code"]!);
        Assert.Contains("of the last 1 runs", (string)old["detail"]!, StringComparison.Ordinal);
        Assert.Contains("held and has done nothing yet", (string)waiting["detail"]!, StringComparison.Ordinal);
        await ReplayAsync(host, runs[0]!, HttpStatusCode.OK);
        await host.Admin.PatchAsync(
            $"/admin/api/configurations/{await An_explanation.ConfigurationAsync(host, directory, "ACME")}", new { enabled = false }, HttpStatusCode.OK);
        Assert.Equal("NotConfigured", (string)(await ReplayAsync(host, runs[0]!, HttpStatusCode.Conflict))["code"]!);
        await host.Admin.GetAsync("/admin/api/runs/nonsense/replay", HttpStatusCode.NotFound);
        await host.Admin.GetAsync($"/admin/api/runs/{directory.Key:D8}-0000-7000-8000-000000000000/replay", HttpStatusCode.NotFound);
    }

    static Task<JsonNode> ReplayAsync(Host host, JsonNode run, HttpStatusCode expected) => host.Admin.GetAsync($"/admin/api/runs/{run["runId"]}/replay", expected);

    static IEnumerable<string> Differences(JsonNode replay) =>
        replay["differences"]!.AsArray().Select(d => $"{d!["email"]} {Words(d["then"])} -> {Words(d["now"])}");

    static string Words(JsonNode? of) => of is null ? "nothing" : $"{of["kind"]} {string.Join(' ', of["roles"]!.AsArray())}";
}
