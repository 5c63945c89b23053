using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

public sealed class A_directory_that_changes_while_it_is_read(ITestOutputHelper output)
{
    /// <summary>
    /// No webhook arrives. After a pull during which anything happened, and one look at the events since, it is known as it is; and so after
    /// whatever happens next, and after a second pull.
    /// </summary>
    [Fact]
    public async Task Is_known_as_it_is_in_the_end()
    {
        const int histories = 100;
        var first = Environment.TickCount & 0xffffff;
        output.WriteLine($"seeds {first} to {first + histories - 1}");
        await using var host = Pulled.Server(StorageProvider.InMemory, ("WorkOs:PullPageSize", "3"));
        await using var api = await ScriptedWorkOs.StartAsync(host.Clock);
        for (var seed = first; seed < first + histories; seed++)
        {
            var random = new Random(seed);
            var remote = new RemoteDirectory(host.Clock, $"directory_{seed}", $"org_{seed}");
            api.Directories.Clear();
            api.Directories.Add(remote);
            (api.ShowsGroupsOfUsers, api.ForgetsDeleted) = (random.Next(2) == 0, random.Next(2) == 0);
            for (var i = random.Next(40); i > 0; i--) remote.DoAnything(random);
            var directory = await host.NewDirectoryAsync($"Seed {seed}", tenants: new TestTenant($"T{seed}"));
            // Sometimes what was done last is as new as the pull.
            if (random.Next(2) == 0) host.Clock.Advance(TimeSpan.FromMinutes(10));
            await host.LinkAsync(directory, api, remote);

            for (var round = 0; round < 2; round++)
            {
                api.Before = _ => { for (var i = random.Next(4); i > 0; i--) remote.DoAnything(random); };
                await PulledAsync(host, directory);
                api.Before = _ => { };
                host.Clock.Advance(TimeSpan.FromMinutes(5));
                await host.ReadDueAsync();
                Assert.True(remote.Lines().SequenceEqual(await host.KnownAsync(directory)),
                    $"Seed {seed}, round {round}: {Difference(remote.Lines(), await host.KnownAsync(directory))}");

                for (var i = random.Next(20); i > 0; i--) remote.DoAnything(random);
                host.Clock.Advance(TimeSpan.FromMinutes(5));
                await host.ReadDueAsync();
                Assert.True(remote.Lines().SequenceEqual(await host.KnownAsync(directory)),
                    $"Seed {seed}, round {round}, caught up: {Difference(remote.Lines(), await host.KnownAsync(directory))}");
                host.Clock.Advance(TimeSpan.FromDays(1));
            }
            await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", System.Net.HttpStatusCode.NoContent);
        }
    }

    static async Task PulledAsync(Host host, TestDirectory directory)
    {
        var looks = 0;
        do
        {
            await host.ReadDueAsync();
            host.Clock.Advance(TimeSpan.FromHours(1));
        }
        while ((await host.PullOf(directory)).Phase != WorkOsPullPhase.Idle && looks++ < 10);
    }

    static string Difference(List<string> there, List<string> known) =>
        $"missing {string.Join("; ", there.Except(known))}; too much {string.Join("; ", known.Except(there))}";
}
