using System.Net;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

public sealed class A_pull
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Reads_everything_at_the_start(StorageProvider provider)
    {
        await using var host = Pulled.Server(provider, ("WorkOs:PullPageSize", "10"));
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(users: 45, groups: 12);
        var directory = await host.LinkedAsync(api);

        await host.ReadDueAsync();

        Assert.Equal(api.Directory.Lines(), await host.KnownAsync(directory));
        var pull = (await host.ShownAsync(directory))["pull"]!;
        Assert.Equal((45, 12, 135, false, "idle", "start"), ((int)pull["users"]!, (int)pull["groups"]!, (int)pull["memberships"]!, (bool)pull["running"]!,
            (string)pull["phase"]!, (string)pull["trigger"]!));
        Assert.Null(pull["error"]);
        Assert.Equal(api.Asked.Count, (int)pull["requests"]!);
    }

    [Fact]
    public async Task Asks_no_more_than_four_times_a_second()
    {
        await using var host = Pulled.Server();
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        api.Directory.Fill(users: 250, groups: 30);
        await host.LinkedAsync(api);
        var began = host.Clock.GetUtcNow();

        await host.ReadDueAsync();

        var times = api.Asked.Select(a => a.At).ToList();
        // The directory, the events before, 1 page of groups, 3 of users, 30 lists of members, the events since, the directory again.
        Assert.Equal(1 + 1 + 1 + 3 + 30 + 1 + 1, times.Count);
        Assert.All(times, at => Assert.True(times.Count(t => t >= at && t < at.AddSeconds(1)) <= 4, $"More than four from {at:O}."));
        Assert.Equal((times.Count - 1) / 4.0, (times[^1] - began).TotalSeconds, 0.001);
    }
}
