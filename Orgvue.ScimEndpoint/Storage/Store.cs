using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage.Direct;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// The one door to the database. A write is one transaction: everything it does is durable when the call returns, or none of it happened.
/// </summary>
/// <param name="clock">What the audit trail tells the time by; without one there is none.</param>
public sealed class Store(
    Func<ScimDb> open, bool oneWriter, Func<ScimDb, int, CancellationToken, Task<DryRun>>? dryRun = null, TimeProvider? clock = null) : IDisposable
{
    const int Attempts = 5;

    /// <summary>Where writers do not wait for one another, more of them meet.</summary>
    const int AttemptsOfMany = 30;
    static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(40);
    internal const string Locked = "The database is locked by another process, out of reach or out of space.";

    /// <summary>Tells others than the audit trail of what is written; null where nobody is told.</summary>
    public IRowTeller? Teller { get; init; }

    /// <summary>Whether the schema is the newest; null where that is not known before it is looked at closely.</summary>
    internal Func<CancellationToken, Task<bool>>? IsUpToDate => Connected is null ? null : Connected.IsUpToDateAsync;

    /// <summary>What begins one transaction for many writes; null where there are no transactions. It goes with the store.</summary>
    internal Connected? Connected
    {
        get;
        init
        {
            field = value;
            if (oneWriter) _writers = new(value is null ? null : value.GatherAsync);
        }
    }

    /// <summary>Reads that are written by hand; null where there are none, and where what is read is not what everybody sees.</summary>
    public DirectReads? Direct
    {
        get => DryRun.Current is null && Together.Current is null ? field : null;
        init;
    }

    // SQLite and the in-memory store take one writer at a time: waiting here is fairer than being told that the database is busy.
    readonly Writers? _writers = oneWriter ? new(null) : null;
    readonly ConcurrentDictionary<int, LocalTurns> _turns = new();

    /// <summary>Runs queries against a context that is thrown away after.</summary>
    /// <exception cref="TimeoutException">Another process keeps the database locked; so it is with writes.</exception>
    public async Task<T> ReadAsync<T>(Func<ScimDb, Task<T>> query)
    {
        await using var db = Open();
        try
        {
            return await query(db);
        }
        catch (Exception e) when (Rows.IsBusy(e))
        {
            throw new TimeoutException(Locked, e);
        }
    }

    /// <summary>Runs queries that must agree with one another: all of them see the database as it is at one instant.</summary>
    public async Task<T> SnapshotAsync<T>(Func<ScimDb, Task<T>> query, CancellationToken ct)
    {
        await using var db = Open();
        if (DryRun.Current is not null || Together.Current is not null) return await query(db);
        if (db.Database.IsRelational())
        {
            await using var transaction = await db.BeginSnapshotAsync(ct);
            return await query(db);
        }
        using var alone = _writers is null ? null : await _writers.AloneAsync(ct);
        return await query(db);
    }

    /// <summary>A context for a query whose rows are read one by one; the caller disposes it.</summary>
    public ScimDb Open() => DryRun.Current?.Open() ?? OpenOwn();

    ScimDb OpenOwn()
    {
        var db = Together.Current?.Open() ?? open();
        (db.Trail, db.Teller) = (clock is null ? null : new(clock), Teller);
        return db;
    }

    /// <summary>
    /// Runs the work in a transaction, saves and commits. Where another write got in between (a row's version or a unique key says so), the
    /// work runs again from the start on a fresh context, so it must read what it decides on and do nothing outside the database.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<ScimDb, Task<T>> work, CancellationToken ct) => WriteAsync(null, guarded: false, work, ct);

    /// <summary>
    /// The same, for work that renews the lease of a directory's run: of all rows that it decides on, each is written by the holder of the lease
    /// alone or is guarded by a version or a unique key, so that a transaction that sees one instant is enough. PostgreSQL tells serializable
    /// transactions apart by pages, not rows, and has many runs at once begin again for nothing.
    /// </summary>
    public Task<T> WriteGuardedAsync<T>(Func<ScimDb, Task<T>> work, CancellationToken ct) => WriteAsync(null, guarded: true, work, ct);

    public Task WriteGuardedAsync(Func<ScimDb, Task> work, CancellationToken ct) =>
        WriteGuardedAsync(async db => { await work(db); return true; }, ct);

    /// <summary>
    /// The same, for work on what many write at once, a directory's users and groups: there they take turns, on whatever node they are, as
    /// waiting costs less than beginning again.
    /// </summary>
    public Task<T> WriteAsync<T>(int directory, Func<ScimDb, Task<T>> work, CancellationToken ct) => WriteAsync(directory, guarded: false, work, ct);

    public Task WriteAsync(int directory, Func<ScimDb, Task> work, CancellationToken ct) =>
        WriteAsync(directory, async db => { await work(db); return true; }, ct);

    async Task<T> WriteAsync<T>(int? directory, bool guarded, Func<ScimDb, Task<T>> work, CancellationToken ct)
    {
        if (DryRun.Current is { } run) return await run.WriteAsync(work, ct);
        if (Together.Current is { } together) return await InAsync(together, work, ct);
        try
        {
            if (_writers is { Share: true } && guarded) return await WholeAsync(work, ct);
            if (_writers is { Share: true }) return await _writers.ShareAsync(shared => EnteredAsync(shared, work, ct), ct);
            if (_writers is not null)
            {
                using var alone = await _writers.AloneAsync(ct);
                return await RepeatedAsync(() => OnceAsync(null, guarded, work, ct), Attempts, ct);
            }
            if (directory is null) return await RepeatedAsync(() => OnceAsync(null, guarded, work, ct), AttemptsOfMany, ct);
            // Whoever waits for his turn in this process holds no connection meanwhile.
            return await _turns.GetOrAdd(directory.Value, _ => new()).TakeAsync(
                () => RepeatedAsync(() => OnceAsync(directory, guarded, work, ct), AttemptsOfMany, ct), ct);
        }
        catch (Exception e) when (Rows.IsBusy(e))
        {
            throw new TimeoutException(Locked, e);
        }
    }

    // Asynchronous, so that what it enters ends with it.
    async Task<T> EnteredAsync<T>(Together together, Func<ScimDb, Task<T>> work, CancellationToken ct)
    {
        together.Enter();
        return await RepeatedAsync(() => InAsync(together, work, ct), Attempts, ct);
    }

    // A transaction of its own, without a savepoint: a run may write very much at once, and see SqliteWriter for what a savepoint costs then.
    async Task<T> WholeAsync<T>(Func<ScimDb, Task<T>> work, CancellationToken ct)
    {
        using var alone = await _writers!.AloneAsync(ct);
        return await RepeatedAsync(async () =>
        {
            await using var together = await Connected!.GatherAsync(ct);
            together.Enter();
            T result;
            await using (var db = OpenOwn()) result = await Together.WholeAsync(db, work, ct);
            await together.CommitAsync();
            return result;
        }, Attempts, ct);
    }

    async Task<T> InAsync<T>(Together together, Func<ScimDb, Task<T>> work, CancellationToken ct)
    {
        await using var db = OpenOwn();
        return await together.WriteAsync(db, work, ct);
    }

    static async Task<T> RepeatedAsync<T>(Func<Task<T>> write, int attempts, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return await write();
            }
            catch (Exception e) when (attempt < attempts && Rows.IsRace(e))
            {
                // Those who met must not meet again.
                if (attempts == AttemptsOfMany) await Task.Delay(LongestPause * Random.Shared.NextDouble(), TimeProvider.System, ct);
            }
    }

    public Task WriteAsync(Func<ScimDb, Task> work, CancellationToken ct) =>
        WriteAsync(async db => { await work(db); return true; }, ct);

    /// <summary>
    /// Runs the work, and all that it calls, in one transaction: a write within it that is refused takes nothing back but itself, reads see
    /// what was written, and what was written is durable when this returns. Other writers wait meanwhile, so the work must be short. Where
    /// there are no transactions each write stands by itself.
    /// </summary>
    public async Task TogetherAsync(Func<Task> work, CancellationToken ct)
    {
        if (Connected is null || DryRun.Current is not null || Together.Current is not null)
        {
            await work();
            return;
        }
        using var alone = _writers is null ? null : await _writers.AloneAsync(ct);
        try
        {
            await using var together = await Connected.GatherAsync(ct);
            together.Enter();
            await work();
            await together.CommitAsync();
        }
        catch (Exception e) when (Rows.IsBusy(e))
        {
            throw new TimeoutException(Locked, e);
        }
    }

    /// <summary>
    /// Runs the work, and all that it calls, on a copy of a directory that is thrown away after: it reads what it wrote, and nothing stays.
    /// Writers wait meanwhile, so the work must be short.
    /// </summary>
    public async Task<T> DryRunAsync<T>(int directory, Func<DryRun, Task<T>> work, CancellationToken ct)
    {
        if (dryRun is null) throw new NotSupportedException("This storage has no dry runs.");
        using var alone = _writers is null ? null : await _writers.AloneAsync(ct);
        await using var db = open();
        await using var run = await dryRun(db, directory, ct);
        // Seen by this flow alone, and no longer than until it returns.
        run.Enter();
        return await work(run);
    }

    async Task<T> OnceAsync<T>(int? directory, bool guarded, Func<ScimDb, Task<T>> work, CancellationToken ct)
    {
        await using var db = OpenOwn();
        await using var turn = directory is { } key ? await Turn.TakeAsync(db, key, ct) : null;
        await using var transaction = await db.BeginWriteAsync(guarded, ct);
        // All of it goes with the transaction; a savepoint around each save would be two more journeys to the database.
        db.Database.AutoSavepointsEnabled = false;
        var result = await work(db);
        await db.SaveChangesAsync(ct);
        // Past this point the client's leaving must not decide whether the change is kept.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    public void Dispose()
    {
        _writers?.Dispose();
        Direct?.Dispose();
        Connected?.Dispose();
        foreach (var turns in _turns.Values) turns.Dispose();
    }
}
