using Microsoft.EntityFrameworkCore;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// One transaction for many writes: each is all or nothing by a savepoint of its own, and all become durable with the one commit, which is
/// what a write costs most.
/// </summary>
sealed class Together : IAsyncDisposable
{
    const string Savepoint = "write";
    static readonly AsyncLocal<Together?> Ambient = new();

    readonly Func<ScimDb> _open;
    readonly Func<Task> _commit;
    readonly Func<bool, ValueTask> _end;
    bool _broken;
    bool _committed;

    /// <param name="end">Told whether there was a commit.</param>
    public Together(Func<ScimDb> open, Func<Task> commit, Func<bool, ValueTask> end) => (_open, _commit, _end) = (open, commit, end);

    /// <summary>What the current flow writes into.</summary>
    public static Together? Current => Ambient.Value;

    public ScimDb Open() => _open();

    /// <summary>Seen by the current flow alone, and no longer than until it returns.</summary>
    public void Enter() => Ambient.Value = this;

    public async Task CommitAsync()
    {
        RefuseBroken();
        await _commit();
        _committed = true;
    }

    /// <summary>The work, to be committed, or else given up with all that was written together with it.</summary>
    public static async Task<T> WholeAsync<T>(ScimDb db, Func<ScimDb, Task<T>> work, CancellationToken ct)
    {
        db.Database.AutoSavepointsEnabled = false;
        var result = await work(db);
        await db.SaveChangesAsync(ct);
        return result;
    }

    /// <summary>All of the work, or nothing of it; what was written together with it before stays either way.</summary>
    public async Task<T> WriteAsync<T>(ScimDb db, Func<ScimDb, Task<T>> work, CancellationToken ct)
    {
        RefuseBroken();
        // EF would make another around each save.
        db.Database.AutoSavepointsEnabled = false;
        await BeginAsync(db, ct);
        try
        {
            var result = await work(db);
            await db.SaveChangesAsync(ct);
            await ReleaseAsync(db, ct);
            return result;
        }
        catch
        {
            // Where the savepoint is gone (SQLite gives a transaction up when the disk is full), so is what the others wrote.
            _broken = true;
            await RollBackAsync(db);
            _broken = false;
            throw;
        }
    }

    void RefuseBroken()
    {
        if (_broken) throw new TimeoutException("The transaction was given up by the database.");
    }

    static async Task BeginAsync(ScimDb db, CancellationToken ct)
    {
        if (db.Direct is { } direct) direct.Execute("SAVEPOINT \"write\"");
        else await db.Database.CurrentTransaction!.CreateSavepointAsync(Savepoint, ct);
    }

    static async Task ReleaseAsync(ScimDb db, CancellationToken ct)
    {
        if (db.Direct is { } direct) direct.Execute("RELEASE \"write\"");
        else await db.Database.CurrentTransaction!.ReleaseSavepointAsync(Savepoint, ct);
    }

    static async Task RollBackAsync(ScimDb db)
    {
        if (db.Direct is { } direct) direct.Execute("ROLLBACK TO \"write\"");
        else await db.Database.CurrentTransaction!.RollbackToSavepointAsync(Savepoint, CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        Ambient.Value = null;
        return _end(_committed);
    }
}
