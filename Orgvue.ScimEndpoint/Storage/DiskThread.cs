using System.Collections.Concurrent;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// A thread that waits for the disk, so that those of the pool, of which there are few, read requests meanwhile: who comes while one flush is
/// waited for shares the next.
/// </summary>
sealed class DiskThread : IDisposable
{
    readonly BlockingCollection<(Action Work, TaskCompletionSource Done)> _works = [];
    readonly Lazy<Thread> _thread;

    public DiskThread() => _thread = new(() =>
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "Writes" };
        thread.Start();
        return thread;
    });

    public Task RunAsync(Action work)
    {
        _ = _thread.Value;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _works.Add((work, done));
        return done.Task;
    }

    void Run()
    {
        foreach (var (work, done) in _works.GetConsumingEnumerable())
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
    }

    public void Dispose() => _works.CompleteAdding();
}
