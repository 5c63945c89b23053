using System.Diagnostics;
using System.Globalization;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Prints what a large directory costs; runs only with SLOW=1 and asserts no time.</summary>
public sealed class The_speed_of_a_run(ITestOutputHelper output)
{
    const int Users = 20_000;

    [SkippableFact]
    public async Task On_20_000_users_and_40_000_memberships()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("SLOW") == "1", "Set SLOW=1 to measure.");
        await using var world = await SyncWorld.OnAsync(StorageProvider.Sqlite);
        var (groups, users) = await FillAsync(world);

        await TimedAsync("full, all accounts new", world.WindowAsync);
        await TimedAsync("full, nothing to do", world.SyncNowAsync);
        await world.AddAsync(groups[9], users[1]);
        await TimedAsync("one membership", world.WindowAsync);
        await world.DeleteUserAsync(users[2]);
        await TimedAsync("one user deleted", world.WindowAsync);
        await world.RenameAsync(groups[3], SyncWorld.Prefix + "renamed");
        await TimedAsync("a group of 1,052 renamed", world.WindowAsync);
        await world.DeleteGroupAsync(groups[0]);
        await TimedAsync("full, all lose the platform role", world.WindowAsync);

        Assert.Equal(Users - 1, (await world.FailuresAsync()).Count);
    }

    /// <summary>The same run, with and without a word in the audit trail.</summary>
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task That_is_told_in_the_audit_trail(bool told)
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("SLOW") == "1", "Set SLOW=1 to measure.");
        await using var world = await SyncWorld.OnAsync(StorageProvider.Sqlite);
        await FillAsync(world);
        using var store = new Store(world.Store.Open, oneWriter: true, clock: told ? world.Clock : null);
        var options = Microsoft.Extensions.Options.Options.Create(new SyncOptions());
        var runner = new SyncRunner(
            store, new(store, world.Clock, options), world.Clock, options, Microsoft.Extensions.Logging.Abstractions.NullLogger<SyncRunner>.Instance);

        await TimedAsync($"full, all accounts new, {(told ? "told" : "not told")}", () => runner.RunAsync(SyncWorld.Directory, SyncTrigger.SyncNow, CancellationToken.None));

        Assert.Equal(Users, (await world.AccountsAsync()).Count);
    }

    static async Task<(List<Guid> Groups, Guid[] Users)> FillAsync(SyncWorld world)
    {
        var groups = new List<Guid>();
        for (var n = 0; n < 20; n++) groups.Add(await world.GroupAsync($"{SyncWorld.Prefix}{(n == 0 ? "user" : $"team{n}")}"));
        var users = Enumerable.Range(0, Users).Select(_ => NewId.At(world.Clock)).ToArray();
        await world.WriteAsync(db =>
        {
            for (var n = 0; n < Users; n++)
            {
                db.Add(new DirectoryUser
                {
                    DirectoryKey = SyncWorld.Directory, Id = users[n], UserName = $"u{n}", UserNameKey = $"U{n}", Document = "{}",
                    LoginEmail = $"u{n}@acme.example", LoginEmailKey = $"U{n}@ACME.EXAMPLE", CreatedAt = Given.Start, UpdatedAt = Given.Start,
                });
                foreach (var group in new[] { groups[0], groups[1 + n % 19] })
                    db.Add(new GroupMember { DirectoryKey = SyncWorld.Directory, GroupId = group, MemberId = users[n] });
            }
            world.Log.Configuration(db, SyncWorld.Directory, SyncWorld.Acme);
        });
        return (groups, users);
    }

    async Task TimedAsync(string what, Func<Task> run)
    {
        var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        await run();
        var busy = Process.GetCurrentProcess().TotalProcessorTime - before;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {watch.Elapsed.TotalMilliseconds:F0} ms, {busy.TotalMilliseconds:F0} ms of the processor (both tenants)"));
    }
}
