namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// The turns of this process's writers of one directory. Where the database does not answer one of them, those who wait behind him are told so with
/// him: one after the other they would wait for the sum of it.
/// </summary>
sealed class LocalTurns : IDisposable
{
    readonly SemaphoreSlim _one = new(1, 1);
    int _unanswered;

    public async Task<T> TakeAsync<T>(Func<Task<T>> write, CancellationToken ct)
    {
        var before = Volatile.Read(ref _unanswered);
        await _one.WaitAsync(ct);
        try
        {
            if (Volatile.Read(ref _unanswered) != before) throw new TimeoutException("The database did not answer the writer before.");
            return await write();
        }
        catch (Exception e) when (Rows.IsBusy(e))
        {
            Interlocked.Increment(ref _unanswered);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
