using System.Runtime.ExceptionServices;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// Lets one writer in at a time. Those who come while others write share one transaction with them, each with a savepoint of his own: waiting
/// for the disk is what a write costs most, and they wait for it together. Nobody is answered before the commit that has his work.
/// </summary>
/// <param name="begin">Begins the transaction that is shared; null where there are no transactions.</param>
sealed class Writers(Func<CancellationToken, Task<Together>>? begin) : IDisposable
{
    /// <summary>So that the first of a group does not wait too long for the last.</summary>
    const int Most = 64;

    readonly SemaphoreSlim _turn = new(1, 1);
    int _waiting;
    Group? _open;

    public bool Share => begin is not null;

    /// <summary>Nobody else writes until this is disposed, and what others wrote is committed.</summary>
    public async Task<IDisposable> AloneAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_open is not null) await EndAsync(_open);
            return new Release(_turn);
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <summary>Returns when the work is durable. What it throws has taken back all that it wrote, and nothing of the others'.</summary>
    public async Task<T> ShareAsync<T>(Func<Together, Task<T>> work, CancellationToken ct)
    {
        Interlocked.Increment(ref _waiting);
        // Whoever stopped waiting might be the one whom the others count on to commit: he waits, and stops when it is his turn.
        await _turn.WaitAsync(CancellationToken.None);
        Interlocked.Decrement(ref _waiting);
        Group group;
        T result = default!;
        ExceptionDispatchInfo? refused = null;
        try
        {
            group = _open ??= new(await begin!(CancellationToken.None));
            try
            {
                ct.ThrowIfCancellationRequested();
                result = await work(group.Together);
            }
            catch (Exception e)
            {
                refused = ExceptionDispatchInfo.Capture(e);
            }
            // Requests that have arrived but were not read yet are read first: they may come along.
            if (++group.Turns < Most && Volatile.Read(ref _waiting) == 0) await Task.Yield();
            if (group.Turns >= Most || Volatile.Read(ref _waiting) == 0) await EndAsync(group);
        }
        finally
        {
            _turn.Release();
        }
        refused?.Throw();
        await group.Committed;
        return result;
    }

    async Task EndAsync(Group group)
    {
        _open = null;
        try
        {
            await group.Together.CommitAsync();
            group.Done();
        }
        catch (Exception e)
        {
            group.Failed(e);
        }
        finally
        {
            await group.Together.DisposeAsync();
        }
    }

    public void Dispose() => _turn.Dispose();

    sealed class Group(Together together)
    {
        readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Together Together => together;
        public int Turns { get; set; }
        public Task Committed => _committed.Task;

        public void Done() => _committed.SetResult();

        public void Failed(Exception e) => _committed.SetException(e);
    }

    sealed class Release(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
