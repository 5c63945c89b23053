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
    readonly Func<ValueTask> _end;
    bool _broken;

    Together(Func<ScimDb> open, Func<Task> commit, Func<ValueTask> end) => (_open, _commit, _end) = (open, commit, end);

    /// <summary>What the current flow writes into.</summary>
    public static Together? Current => Ambient.Value;

    public ScimDb Open() => _open();

    /// <summary>Seen by the current flow alone, and no longer than until it returns.</summary>
    public void Enter() => Ambient.Value = this;

    public Task CommitAsync() => _broken ? throw new InvalidOperationException("The transaction was given up by the database.") : _commit();

    public static async Task<Together> BeginAsync(Connected connected, CancellationToken ct)
    {
        var (connection, transaction, open) = await connected.BeginAsync(ct);
        return new(open, () => transaction.CommitAsync(CancellationToken.None), EndAsync);

        async ValueTask EndAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    /// <summary>All of the work, or nothing of it; what was written together with it before stays either way.</summary>
    public async Task<T> WriteAsync<T>(ScimDb db, Func<ScimDb, Task<T>> work, CancellationToken ct)
    {
        var transaction = db.Database.CurrentTransaction!;
        // EF would make another around each save.
        db.Database.AutoSavepointsEnabled = false;
        await transaction.CreateSavepointAsync(Savepoint, ct);
        try
        {
            var result = await work(db);
            await db.SaveChangesAsync(ct);
            await transaction.ReleaseSavepointAsync(Savepoint, ct);
            return result;
        }
        catch
        {
            // Where the savepoint is gone (SQLite gives a transaction up when the disk is full), so is what the others wrote.
            _broken = true;
            await transaction.RollbackToSavepointAsync(Savepoint, CancellationToken.None);
            _broken = false;
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        Ambient.Value = null;
        return _end();
    }
}
