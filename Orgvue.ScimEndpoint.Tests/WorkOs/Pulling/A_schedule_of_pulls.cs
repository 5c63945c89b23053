using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.Pulling;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

public sealed class A_schedule_of_pulls
{
    [Fact]
    public async Task Reads_the_events_every_five_minutes_and_everything_every_day()
    {
        await using var host = Pulled.Server();
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(users: 5, groups: 2);
        var directory = await host.LinkedAsync(api);
        await host.ReadDueAsync();
        var first = await host.PullOf(directory);

        host.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty(await AskedAsync(host, api));
        var user = api.Directory.AddUser();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.All(await AskedAsync(host, api), q => Assert.StartsWith("/events?", q, StringComparison.Ordinal));
        Assert.Contains(await host.KnownAsync(directory), l => l.StartsWith(user, StringComparison.Ordinal));
        Assert.Equal((1, first.Requests), ((await host.PullOf(directory)).Number, (await host.PullOf(directory)).Requests));
        Assert.Equal(1, (int)(await host.ShownAsync(directory))["events"]!["merged"]!);

        host.Clock.SetUtcNow(first.FinishedAt!.Value.AddDays(1));
        await host.ReadDueAsync();
        var second = await host.PullOf(directory);
        Assert.Equal((2, WorkOsPullTrigger.Schedule, WorkOsPullPhase.Idle), (second.Number, second.Trigger, second.Phase));
    }

    [Fact]
    public async Task Can_be_none()
    {
        await using var host = Pulled.Server(StorageProvider.InMemory, ("WorkOs:PullEvery", "0"), ("WorkOs:CatchUpEvery", "0"));
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        var directory = await host.LinkedAsync(api);
        await host.ReadDueAsync();

        host.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Empty(await AskedAsync(host, api));
        var asked = await host.Admin.PostAsync(directory.Link() + "/pull", null, HttpStatusCode.Accepted);
        var joined = await host.Admin.PostAsync(directory.Link() + "/pull", null, HttpStatusCode.Accepted);
        await host.ReadDueAsync();

        Assert.Equal((2, true, "cursor", "asked"), ((int)asked["number"]!, (bool)asked["running"]!, (string)asked["phase"]!, (string)asked["trigger"]!));
        Assert.Equal(asked.ToJsonString(), joined.ToJsonString());
        Assert.Equal((2, WorkOsPullPhase.Idle), ((await host.PullOf(directory)).Number, (await host.PullOf(directory)).Phase));
        Assert.Null((await host.ShownAsync(directory))["pull"]!["nextPullAt"]);
    }

    [Fact]
    public async Task Takes_what_a_webhook_brought_for_no_news()
    {
        await using var host = Pulled.Server();
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(users: 2, groups: 1);
        var directory = await host.LinkedAsync(api);
        await host.ReadDueAsync();
        api.Directory.AddUser();
        await host.Store.WriteAsync(db =>
        {
            db.Add(new WorkOsReceived
            {
                DirectoryKey = directory.Key, EventId = api.Directory.Events[^1].Id, Event = "dsync.user.created", Body = "{}",
                CreatedAt = host.Clock.GetUtcNow(), ReceivedAt = host.Clock.GetUtcNow(), State = WorkOsReceivedState.Pending,
            });
            return Task.CompletedTask;
        }, CancellationToken.None);

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.ReadDueAsync();

        Assert.Equal(WorkOsReceivedState.Pending, (await host.Store.ReadAsync(db => db.WorkOsReceived.AsNoTracking().SingleAsync())).State);
    }

    [Fact]
    public async Task Rests_after_a_teardown_until_the_directory_is_activated()
    {
        await using var host = Pulled.Server();
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(users: 5, groups: 2);
        var directory = await host.LinkedAsync(api);
        await host.ReadDueAsync();

        api.Directory.TearDown();
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.ReadDueAsync();
        Assert.Equal("tornDown", (string)(await host.ShownAsync(directory))["state"]!);
        Assert.Empty(await host.KnownAsync(directory));
        api.Directory.Fill(users: 3, groups: 1);
        host.Clock.Advance(TimeSpan.FromDays(2));
        Assert.All(await AskedAsync(host, api), q => Assert.StartsWith("/events?", q, StringComparison.Ordinal));
        var refused = await host.Admin.PostAsync(directory.Link() + "/pull", null, HttpStatusCode.Conflict);
        Assert.Equal("DirectoryTornDown", (string)refused["code"]!);

        api.Directory.Activate();
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.ReadDueAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.ReadDueAsync();
        Assert.Equal((2, WorkOsPullTrigger.Event), ((await host.PullOf(directory)).Number, (await host.PullOf(directory)).Trigger));
        Assert.Equal(api.Directory.Lines(), await host.KnownAsync(directory));
        Assert.Equal("enabled", (string)(await host.ShownAsync(directory))["state"]!);
    }

    [Fact]
    public async Task Finds_the_only_directory_that_the_key_sees()
    {
        await using var host = Pulled.Server();
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(users: 3, groups: 1);
        api.Directories.Add(new(host.Clock, "directory_B", "org_B"));
        var directory = await host.LinkedAsync(api);
        await host.Admin.PatchAsync(directory.Link(), JsonNode.Parse("""{ "directoryId": null }""")!, HttpStatusCode.OK);

        await host.ReadDueAsync();
        var error = (string)(await host.ShownAsync(directory))["pull"]!["error"]!;
        api.Directories.RemoveAt(1);
        await host.Admin.PostAsync(directory.Link() + "/pull", null, HttpStatusCode.Accepted);
        await host.ReadDueAsync();

        Assert.Contains("directory_A (Contoso), directory_B (Contoso)", error, StringComparison.Ordinal);
        Assert.Equal("directory_A", (string)(await host.ShownAsync(directory))["directoryId"]!);
        Assert.Equal(api.Directory.Lines(), await host.KnownAsync(directory));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 8)]
    [InlineData(9, 256)]
    [InlineData(10, 300)]
    [InlineData(1000, 300)]
    public void Tries_again_less_and_less_often(int attempts, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), PullSchedule.Backoff(attempts));

    static async Task<List<string>> AskedAsync(Host host, ScriptedWorkOs api)
    {
        var before = api.Asked.Count;
        await host.ReadDueAsync();
        return [.. api.Asked.Skip(before).Select(a => a.Query)];
    }
}
