namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>
/// Reads by statements written by hand, for the few requests that make nearly all of an identity provider's traffic: building a query with EF
/// costs many times what the database needs to answer it (docs/adr/0018). Everything else, and all of the in-memory storage, is read with EF.
/// </summary>
public sealed class DirectReads : IDisposable
{
    readonly Dialect _dialect;
    readonly Places _places = new();
    readonly Stack<DirectSession> _idle = new();
    readonly Lock _lock = new();
    bool _ended;

    internal DirectReads(Dialect dialect) => _dialect = dialect;

    /// <summary>Runs statements on a connection that nobody else uses meanwhile; each sees what is committed when it begins.</summary>
    /// <exception cref="TimeoutException">Another process keeps the database locked, or it cannot be reached.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<DirectSession, ValueTask<T>> read, CancellationToken ct)
    {
        DirectSession? session = null;
        try
        {
            session = Taken() ?? new(await _dialect.OpenAsync(ct), _places);
            var result = await read(session);
            if (Kept(session)) session = null;
            return result;
        }
        catch (Exception e) when (Rows.IsBusy(e))
        {
            throw new TimeoutException(Store.Locked, e);
        }
        finally
        {
            // After a failure nobody knows in what state it is.
            if (session is not null) await session.DisposeAsync();
        }
    }

    DirectSession? Taken()
    {
        lock (_lock) return _idle.TryPop(out var session) ? session : null;
    }

    bool Kept(DirectSession session)
    {
        lock (_lock)
        {
            if (_ended || _idle.Count >= _dialect.KeptSessions) return false;
            _idle.Push(session);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_lock) _ended = true;
        // SQLite's, and disposed at once; of the others none is kept.
        while (Taken() is { } session) session.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
