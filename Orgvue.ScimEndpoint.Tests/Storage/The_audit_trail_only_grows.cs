using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Sync;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>Rules §5: audit history only grows.</summary>
public sealed partial class The_audit_trail_only_grows
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task And_whoever_would_rewrite_it_is_stopped(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await host.NewDirectoryAsync();
        var before = (await host.EntriesAsync()).Select(e => $"{e.Id} {e.Actor} {e.After}");

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Store.WriteAsync(async db => (await db.Audit.FirstAsync()).Actor = "nobody", default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Store.WriteAsync(async db => db.Remove(await db.Audit.FirstAsync()), default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Store.WriteAsync(async db => await db.DeleteAsync(db.Audit, default), default));

        Assert.Equal(before, (await host.EntriesAsync()).Select(e => $"{e.Id} {e.Actor} {e.After}"));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task And_nobody_saves_behind_its_back(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await directory.RoleAsync("user", await directory.UserAsync("ada"));
        await host.AfterTheDelayAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => host.Store.WriteAsync(db => Task.FromResult(db.SaveChanges()), default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Store.WriteAsync(async db => db.Remove(await db.Roles.FirstAsync()), default));
        var disabled = Assert.Single(await host.ToldAsync(() => host.Store.WriteAsync(async db => (await db.Accounts.SingleAsync()).Enabled = false, default)));
        var removed = Assert.Single(await host.ToldAsync(() => host.Store.WriteAsync(async db => db.Remove(await db.Accounts.SingleAsync()), default)));

        // Whoever had not read the roles tells of them nevertheless.
        Assert.Equal(("user", "user", "user"), (Trail.Roles(disabled.Before), Trail.Roles(disabled.After), Trail.Roles(removed.Before)));
        Assert.Empty(await host.Store.ReadAsync(db => db.Roles.ToListAsync()));
    }

    /// <summary>What the guard cannot see: deletions and updates that load nothing.</summary>
    [Fact]
    public void And_no_source_deletes_or_updates_its_rows_in_bulk()
    {
        var files = System.IO.Directory.EnumerateFiles(Root(), "*.cs", System.IO.SearchOption.AllDirectories).Where(f => !f.Contains("/obj/") && !f.Contains("/bin/")).ToList();
        var offenders =
            from file in files
            from statement in System.IO.File.ReadAllText(file).Split(';')
            where Rewrites().IsMatch(statement) && AuditRows().IsMatch(statement)
            select $"{file}: {statement.Trim()}";

        Assert.True(files.Count > 100);
        Assert.Empty(offenders);
        Assert.True(Rewrites().IsMatch("await db.Audit.ExecuteDeleteAsync(ct)") && AuditRows().IsMatch("await db.Audit.ExecuteDeleteAsync(ct)"));
    }

    [Fact]
    public async Task In_the_order_of_ids_even_when_the_clock_stands_still_or_steps_back()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");

        var told = await host.ToldAsync(async () =>
        {
            for (var n = 0; n < 20; n++)
            {
                await directory.SetActiveAsync(ada, n % 2 == 1);
                if (n == 10) host.Clock.AdjustTime(host.Clock.GetUtcNow() - TimeSpan.FromMinutes(1));
            }
        });

        Assert.Equal(Enumerable.Range(0, 20).Select(n => n % 2 == 1 ? """{"active":true}""" : """{"active":false}"""), told.Select(e => e.After));
    }

    [Fact]
    public void Is_ordered_by_ids_that_ascend_whoever_draws_them()
    {
        var clock = new FakeTimeProvider(Given.Start);
        var drawn = new System.Collections.Concurrent.ConcurrentBag<Guid>();

        Parallel.For(0, 4, _ =>
        {
            var last = Guid.Empty;
            for (var n = 0; n < 5_000; n++)
            {
                var id = AscendingIds.Next(clock);
                Assert.True(id.CompareTo(last) > 0 && id.Version == 7);
                drawn.Add(last = id);
            }
        });

        Assert.Equal(20_000, drawn.Distinct().Count());
    }

    [GeneratedRegex(@"ExecuteDelete|ExecuteUpdate|DeleteAsync\(|RemoveRange|\.Remove\(|ExecuteSql")]
    private static partial Regex Rewrites();

    [GeneratedRegex(@"\.Audit\b|<AuditEntry>|FROM ""?Audit|UPDATE ""?Audit", RegexOptions.IgnoreCase)]
    private static partial Regex AuditRows();

    static string Root([CallerFilePath] string thisFile = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "..", "..", "Orgvue.ScimEndpoint"));
}
