using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>A run at an administrator's word, for the admin API and the command line.</summary>
public sealed class SyncNow(Onboarded directories, SyncRunner runner, TimeProvider clock)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits a little for a run under way to end, so that what the caller just pushed is surely looked at.</summary>
    public async Task<Runs> RunAsync(string directoryId, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        if (directory.State != DirectoryState.Linked)
            throw new RefusalException(StatusCodes.Status409Conflict, "DirectoryNotLinked", "The directory is not linked; link it before it can sync.");
        var began = clock.GetTimestamp();
        while (true)
        {
            if (await RunOnceAsync(directory.Key, ct) is { } runs) return new([.. runs.Select(r => RunView.Of(r, directoryId))]);
            if (clock.GetElapsedTime(began) >= Patience)
                throw new RefusalException(StatusCodes.Status409Conflict, "SyncInProgress", "A run of this directory is in progress; try again when it is over.");
            await Task.Delay(Pause, clock, ct);
        }
    }

    // A tenant whose run failed is shown as it is, beside those whose runs did not; the worker tries it again.
    async Task<IReadOnlyList<SyncRun>?> RunOnceAsync(int directory, CancellationToken ct)
    {
        try
        {
            return await runner.RunAsync(directory, SyncTrigger.SyncNow, ct);
        }
        catch (SyncFailedException e)
        {
            return e.Runs;
        }
    }
}
