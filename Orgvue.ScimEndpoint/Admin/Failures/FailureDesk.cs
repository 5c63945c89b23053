using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Failures;

/// <summary>The failures of a directory by their causes, as a table, and tried again (rule B7); for the admin API and the command line.</summary>
public sealed class FailureDesk(Store store, Onboarded directories, SyncRunner runner, TimeProvider clock)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The causes, the most costly first. A cursor says how many were seen: causes have no keys of their own.</summary>
    public async Task<Page<FailureCause>> CausesAsync(string directoryId, string? state, Paging paging, CancellationToken ct)
    {
        var shown = FailureStates.Read(state);
        var directory = await directories.FindAsync(directoryId, ct);
        var causes = new FailureCauses(await store.ReadAsync(db => Planning.ConfigurationsAsync(db, directory.Key, ct)));
        await foreach (var failure in RowsAsync(directory.Key, shown).WithCancellation(ct)) causes.Add(failure);
        var from = (int)Math.Clamp(paging.AfterNumber ?? 0, 0, int.MaxValue);
        var rows = causes.All.Skip(from).Take(paging.Take).Select((cause, i) => (Cause: cause, Seen: from + i + 1)).ToList();
        return paging.Page(rows, r => Paging.Number(r.Seen), r => r.Cause);
    }

    /// <summary>The lines of the table, its head first; read as they are written.</summary>
    public async Task<IAsyncEnumerable<string>> TableAsync(string directoryId, string? state, CancellationToken ct)
    {
        var shown = FailureStates.Read(state);
        var directory = await directories.FindAsync(directoryId, ct);
        return Lines();

        async IAsyncEnumerable<string> Lines()
        {
            yield return FailureTable.Head;
            await foreach (var failure in RowsAsync(directory.Key, shown).WithCancellation(ct)) yield return FailureTable.Row(failure, directoryId);
        }
    }

    /// <summary>Runs the users with open failures again, and nobody else. A held tenant takes it in and stays held (rule B8).</summary>
    public async Task<RerunView> RerunAsync(string directoryId, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        if (directory.State != DirectoryState.Linked)
            throw new RefusalException(StatusCodes.Status409Conflict, "DirectoryNotLinked", "The directory is not linked; link it before it can sync.");
        if (!await store.ReadAsync(db => db.Configurations.AnyAsync(c => c.DirectoryKey == directory.Key && c.Enabled, ct)))
            throw new RefusalException(StatusCodes.Status409Conflict, "NotConfigured", "The directory has no enabled configuration, so nobody can be run.");
        var began = clock.GetTimestamp();
        while (true)
        {
            if (await runner.RerunAsync(directory.Key, ct) is { } rerun)
                return new(rerun.Users, [.. rerun.Runs.Select(r => RunView.Of(r, directoryId))]);
            if (clock.GetElapsedTime(began) >= Patience)
                throw new RefusalException(StatusCodes.Status409Conflict, "SyncInProgress", "A run of this directory is in progress; try again when it is over.");
            await Task.Delay(Pause, clock, ct);
        }
    }

    // Newest first, one by one: a hundred thousand failures are not held at once.
    async IAsyncEnumerable<SyncFailure> RowsAsync(int directory, FailureState state)
    {
        await using var db = store.Open();
        var rows = db.Failures.AsNoTracking().Include(f => f.Tenant).Where(f => f.DirectoryKey == directory).In(state).OrderByDescending(f => f.Id);
        await foreach (var row in rows.AsAsyncEnumerable()) yield return row;
    }
}

/// <summary>What a second try of the failed came to: how many users were looked at, and the runs, one a tenant.</summary>
public sealed record RerunView(int Users, IReadOnlyList<RunView> Runs);
