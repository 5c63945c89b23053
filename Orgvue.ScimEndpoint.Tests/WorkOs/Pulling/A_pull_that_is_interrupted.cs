using System.Net;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

public sealed class A_pull_that_is_interrupted : IDisposable
{
    readonly System.IO.DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("orgvue-pull-");

    /// <summary>However many requests it had made: the next node makes the others, and after a death the lease has to end first.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(7, true)]
    [InlineData(13, false)]
    [InlineData(20, true)]
    public async Task Is_gone_on_with_where_it_stopped(int requests, bool dies)
    {
        TestDirectory directory;
        ScriptedWorkOs api;
        await using (var first = Server())
        {
            api = await ScriptedWorkOs.StartAsync(first.Clock);
            api.Directory.Fill(users: 45, groups: 12);
            directory = await first.LinkedAsync(api);
            using var stop = new CancellationTokenSource();
            api.Before = number => { if (number == requests) stop.Cancel(); };
            await first.ReadDueAsync(stop.Token);
            Assert.NotEqual(WorkOsPullPhase.Idle, (await first.PullOf(directory)).Phase);
            if (dies) await first.Store.WriteAsync(async db =>
            {
                var row = await db.WorkOsPulls.SingleAsync();
                (row.Node, row.NodeUntil) = ("the dead", first.Clock.GetUtcNow() + TimeSpan.FromMinutes(2));
            }, CancellationToken.None);
        }
        api.Before = _ => { };
        await using (api)
        await using (var second = Server())
        {
            second.Clock.Advance(TimeSpan.FromMinutes(11));
            if (dies)
            {
                await second.ReadDueAsync();
                Assert.Equal(requests, api.Asked.Count);
                second.Clock.Advance(TimeSpan.FromMinutes(2));
            }
            await second.ReadDueAsync();

            Assert.Equal(api.Directory.Lines(), await second.KnownAsync(directory));
            Assert.Equal(1, (await second.PullOf(directory)).Number);
            // Only what it was stopped over, and whose events to ask for, is asked twice.
            Assert.All(api.Asked.GroupBy(a => a.Query).Where(q => q.Key.StartsWith("/directory_", StringComparison.Ordinal)),
                q => Assert.InRange(q.Count(), 1, q.Any(a => a == api.Asked[requests - 1]) ? 2 : 1));
        }
    }

    [Fact]
    public async Task Is_read_by_one_of_two_nodes()
    {
        await using var first = Server();
        await using var second = Server();
        await using var api = await ScriptedWorkOs.StartAsync(first.Clock);
        api.Directory.Fill(users: 45, groups: 12);
        var directory = await first.LinkedAsync(api);
        second.Clock.Advance(TimeSpan.FromMinutes(10));

        await Task.WhenAll(first.ReadDueAsync(), second.ReadDueAsync());

        Assert.Equal(api.Directory.Lines(), await second.KnownAsync(directory));
        Assert.All(api.Asked.GroupBy(a => a.Query).Where(q => q.Key.StartsWith("/directory_", StringComparison.Ordinal)), q => Assert.Single(q));
    }

    public static TheoryData<string> Ends => ["unlinked", "disabled", "removed", "torn down", "another directory"];

    [Theory, MemberData(nameof(Ends))]
    public async Task Asks_and_does_nothing_more_when_it_is_over(string how)
    {
        await using var host = Server();
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(users: 45, groups: 12);
        var other = new RemoteDirectory(host.Clock, "directory_B", "org_B");
        api.Directories.Add(other);
        var directory = await host.LinkedAsync(api);
        api.Fault = async (_, number) =>
        {
            if (number != 5) return false;
            switch (how)
            {
                case "unlinked": await host.Admin.DeleteAsync(directory.Link(), HttpStatusCode.NoContent); break;
                case "disabled": await host.Admin.PatchAsync(directory.Link(), new { enabled = false }, HttpStatusCode.OK); break;
                case "removed": await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent); break;
                case "another directory": await host.Admin.PatchAsync(directory.Link(), new { directoryId = other.Id }, HttpStatusCode.OK); break;
                case "torn down":
                    await host.Store.WriteAsync(async db => (await db.WorkOsLinks.SingleAsync()).TornDownAt = host.Clock.GetUtcNow(), CancellationToken.None);
                    break;
            }
            return false;
        };

        await host.ReadDueAsync();
        await host.ReadDueAsync();

        var asked = api.Asked.Skip(5).Select(a => a.Query).ToList();
        Assert.DoesNotContain(asked, q => q.Contains("directory_A", StringComparison.Ordinal));
        if (how == "another directory") Assert.Contains(asked, q => q.Contains("directory=directory_B", StringComparison.Ordinal));
        else Assert.Empty(asked);
        if (how is "unlinked" or "removed") Assert.Equal(0, await host.Store.ReadAsync(async db => await db.WorkOsItems.CountAsync() + await db.WorkOsPulls.CountAsync()));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    Host Server() => new(StorageProvider.Sqlite, ("Notifications:AllowPrivateNetworks", "true"), ("WorkOs:PullPageSize", "10")) { Kept = _folder };
}
