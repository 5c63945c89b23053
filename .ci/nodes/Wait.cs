using System.Diagnostics;

namespace Orgvue.ScimEndpoint.Nodes;

/// <summary>Other processes are waited for by looking again and again.</summary>
static class Wait
{
    public static Task AMoment() => Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);

    /// <summary>How long it took; longer than the longest when it never came.</summary>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> isSo, TimeSpan longest)
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (watch.Elapsed > longest) return watch.Elapsed;
            await AMoment();
        }
        return watch.Elapsed;
    }
}
