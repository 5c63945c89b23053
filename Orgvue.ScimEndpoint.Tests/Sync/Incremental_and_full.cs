using CsCheck;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Unicode;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>
/// On the real store: a run that follows the changes ends where a full reconcile of the same directory and accounts ends (rule B4), and the
/// invariants of section 5 hold after every run. <see cref="On_paper"/> has very many more sequences.
/// </summary>
public sealed class Incremental_and_full(ITestOutputHelper output)
{
    const int Foreign = 3;
    static readonly bool Slow = Environment.GetEnvironmentVariable("SLOW") == "1";

    // A window is its edits, and two numbers: where the node dies, and what is decided on what is held.
    static readonly Gen<((int Kind, int A, int B)[] Edits, int Dies, int Decides)[]> Windows = Gen.Select(
        Gen.Select(Gen.Int[0, RandomEdits.Kinds - 1], Gen.Int[0, 99], Gen.Int[0, 99]).Array[2, 8], Gen.Int[0, 40], Gen.Int[0, 2]).Array[1, 2];

    [Fact]
    public Task B4_B5_B7_I1_I2_I4_I6_I7_Hold_after_any_sequence_in_memory() => HoldAsync(StorageProvider.InMemory, Slow ? 1_500 : 100);

    [Fact]
    public Task B4_B5_B7_I1_I2_I4_I6_I7_Hold_after_any_sequence_on_SQLite() => HoldAsync(StorageProvider.Sqlite, Slow ? 150 : 8);

    async Task HoldAsync(StorageProvider provider, int count)
    {
        await Windows.SampleAsync(w => HoldsAsync(provider, w), iter: count, threads: 2);
        output.WriteLine($"{count} cases, seed of a failure with it: no difference on {provider}");
    }

    static async Task HoldsAsync(StorageProvider provider, ((int, int, int)[] Edits, int Dies, int Decides)[] windows)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        await SetUpAsync(world);
        var foreign = await ForeignAsync(world);
        var history = await HistoryAsync(world);
        foreach (var (edits, dies, decides) in windows)
        {
            foreach (var (kind, a, b) in edits)
            {
                world.Clock.Advance(TimeSpan.FromSeconds(1));
                await RandomEdits.ApplyAsync(world, kind, a, b);
            }
            if (await DueAtAsync(world) is { } due) await EarlyAsync(world, due);
            await using var full = await world.CopyAsync();
            await full.SyncNowAsync();
            if (dies is > 3 and < 14) await DieAsync(world, dies);
            await world.SyncNowAsync();
            Assert.Equal(await full.OutcomeAsync(), await world.OutcomeAsync());

            await DecideAsync(world, decides);
            await AgainAsync(world);
            await InvariantsAsync(world);
            Assert.Equal(foreign, await ForeignAsync(world));
            history = await GrownAsync(world, history);
        }
        Assert.Empty(world.Lines.Of(LogLines.Differs));
    }

    static async Task SetUpAsync(SyncWorld world)
    {
        await world.WriteAsync(db =>
        {
            db.Add(new Model.Directory { Key = 2, Id = "directory_2", ExternalKey = "two", Name = "Two", CreatedAt = world.Clock.GetUtcNow() });
            db.Add(new Tenant { Key = Foreign, TenantId = "FOREIGN" });
            db.Add(new IamSyncConfiguration { DirectoryKey = 2, Id = NewId.At(world.Clock), TenantKey = Foreign, GroupPrefix = Given.Prefix });
        });
        await world.AddAccountAsync("a@x.example", Foreign, "admin");
        await world.WriteAsync(async db => db.RemoveRange(await db.Changes.ToListAsync()));
        foreach (var name in RandomEdits.Names.Take(4)) await world.GroupAsync(name);
        var groups = await world.RowsAsync(db => db.Groups.Select(g => g.Id));
        for (var n = 0; n < 4; n++) await world.UserAsync($"u{n}", RandomEdits.Emails[n], groups[n % 3 == 0 ? 0 : 1], groups[2]);
        await world.SyncNowAsync();
        await world.SyncNowAsync();
    }

    // Invariant 6: nothing runs before the first change and the delay, unless asked for.
    static async Task EarlyAsync(SyncWorld world, DateTimeOffset due)
    {
        var runs = (await world.RunsAsync()).Count;
        if (due - TimeSpan.FromMilliseconds(1) > world.Clock.GetUtcNow()) world.Clock.SetUtcNow(due - TimeSpan.FromMilliseconds(1));
        await world.PollAsync();
        Assert.Equal(runs, (await world.RunsAsync()).Count);
    }

    static async Task<DateTimeOffset?> DueAtAsync(SyncWorld world) =>
        (await world.RowsAsync(db => db.Changes.Where(c => c.OpensWindow).OrderBy(c => c.Sequence))).FirstOrDefault()?.At + SyncWorld.Delay;

    // The node is gone from this transaction on; its lease ends half a minute later.
    static async Task DieAsync(SyncWorld world, int transaction)
    {
        await using var dying = world.AnotherNode(opening: n =>
        {
            if (n >= transaction) throw new InvalidOperationException("The node died.");
        });
        try
        {
            await dying.SyncNowAsync();
        }
        catch (InvalidOperationException)
        {
            world.Clock.Advance(BatchWindow.Lease + TimeSpan.FromSeconds(1));
        }
    }

    static async Task DecideAsync(SyncWorld world, int decides)
    {
        foreach (var run in (await world.RunsAsync()).Where(r => r.Status == SyncRunStatus.Held))
            if (decides == 0) Assert.IsNotType<ReleaseOutcome.Stale>(await world.Runner.ReleaseAsync(SyncWorld.Directory, run.Id, run.PlanHash!, default));
            else if (decides == 1) await world.DiscardAsync(run);
    }

    // Rule B5: again, with nothing changed, nothing is done, and a look at everybody finds nothing.
    static async Task AgainAsync(SyncWorld world)
    {
        if (await world.RowsAsync(db => db.Changes) is { Count: > 0 }) return;
        var before = await world.OutcomeAsync();
        foreach (var run in (await world.SyncNowAsync())!.Where(r => r.Status != SyncRunStatus.Held))
            Assert.Equal(0, run.Created + run.Updated + run.Disabled + run.Removed);
        Assert.Equal(before, await world.OutcomeAsync());
    }

    static async Task InvariantsAsync(SyncWorld world)
    {
        var configurations = await world.RowsAsync(db => db.Configurations.AsNoTracking());
        var accounts = await world.RowsAsync(db => db.Accounts.AsNoTracking().Include(a => a.Roles));
        var held = (await world.RunsAsync()).Where(r => r.Status is SyncRunStatus.Held or SyncRunStatus.Discarded).Select(r => r.TenantKey).ToHashSet();
        Assert.Equal(accounts.Count, accounts.DistinctBy(a => (a.TenantKey, Fold.Key(a.Email))).Count());
        Assert.Equal(0, (await world.RowsAsync(db => db.Users)).GroupBy(u => Fold.Key(u.UserName)).Count(g => g.Count() > 1));
        foreach (var c in configurations.Where(c => c.Enabled && c.OnMissingPlatformRole != MissingPlatformRole.Keep && !held.Contains(c.TenantKey)))
            Assert.DoesNotContain(accounts, a => a.TenantKey == c.TenantKey && a.Enabled && PlatformRole.Of(a.Roles.Select(r => r.Role)) is null
                && !c.ProtectedAccounts.Contains(a.Email, StringComparer.OrdinalIgnoreCase));
        var open = (await world.FailuresAsync()).GroupBy(f => (f.TenantKey, f.UserId, f.Code)).Where(g => g.Count() > 1);
        Assert.Empty(open);
    }

    static async Task<string> ForeignAsync(SyncWorld world)
    {
        var account = Assert.Single(await world.AccountsAsync(Foreign));
        return $"{account.Id} {account.Version} {account.Enabled} {account.Roles.Single().Role} {(await world.RowsAsync(db => db.Audit.Where(a => a.TenantKey == Foreign))).Count}";
    }

    // Invariant 7: what was told stays told, and what is resolved stays resolved.
    static async Task<(HashSet<string> Audit, HashSet<string> Failures)> HistoryAsync(SyncWorld world) => (
        [.. (await world.RowsAsync(db => db.Audit.AsNoTracking())).Select(a => $"{a.Id} {a.At:O} {a.Actor} {a.Subject} {a.SubjectId} {a.Before} {a.After}")],
        [.. (await world.FailuresAsync(open: false)).Select(f => $"{f.Id} {f.TenantKey} {f.UserId} {f.Code} {f.FirstSeenAt:O}"
            + (f.ResolvedAt is null ? "" : $" {f.ResolvedAt:O} {f.ResolvedByRun} {f.Count}"))]);

    static async Task<(HashSet<string> Audit, HashSet<string> Failures)> GrownAsync(SyncWorld world, (HashSet<string> Audit, HashSet<string> Failures) before)
    {
        var now = await HistoryAsync(world);
        Assert.Subset(now.Audit, before.Audit);
        Assert.All(before.Failures, f => Assert.Contains(now.Failures, n => n.StartsWith(f, StringComparison.Ordinal)));
        return now;
    }
}
