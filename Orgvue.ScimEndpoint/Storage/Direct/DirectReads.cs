using System.Collections.Concurrent;

namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>
/// Reads by statements written by hand, for the few requests that make nearly all of an identity provider's traffic: building a query with EF
/// costs many times what the database needs to answer it (docs/adr/0018). Everything else, and all of the in-memory storage, is read with EF.
/// </summary>
public sealed class DirectReads : IDisposable
{
    readonly Dialect _dialect;
    readonly ConcurrentBag<DirectSession> _idle = [];
    volatile bool _ended;

    internal DirectReads(Dialect dialect) => _dialect = dialect;

    internal Places Places { get; } = new();

    /// <summary>Runs statements on a connection that nobody else uses meanwhile; each sees what is committed when it begins.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<DirectSession, ValueTask<T>> read, CancellationToken ct)
    {
        if (!_idle.TryTake(out var session)) session = new(_dialect, await _dialect.OpenAsync(ct), Places);
        try
        {
            var result = await read(session);
            if (!_ended && _idle.Count < _dialect.KeptConnections)
            {
                _idle.Add(session);
                session = null;
            }
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

    public void Dispose()
    {
        _ended = true;
        while (_idle.TryTake(out var session)) session.Dispose();
    }
}
