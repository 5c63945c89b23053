using System.Diagnostics;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>Sends one workload over some connections for some time, and says what it measured.</summary>
sealed class Load(Running server, string name)
{
    /// <summary>The part of the time that comes before and is not counted.</summary>
    const double WarmUp = 0.2;

    /// <param name="what">The cell, with its server's name, sizes and connections.</param>
    /// <param name="send">One operation, the n-th; whether the answer was the right one.</param>
    /// <param name="most">At most so many operations; then there is no warm-up.</param>
    public Cell Measure(Cell what, double seconds, Func<Wire, int, bool> send, int most = int.MaxValue)
    {
        what = what with { Server = name };
        var began = Stopwatch.StartNew();
        var warm = most == int.MaxValue ? TimeSpan.FromSeconds(seconds * WarmUp) : TimeSpan.Zero;
        var until = warm + TimeSpan.FromSeconds(seconds);
        var (next, errors, counting) = (-1, 0, most < int.MaxValue);
        var times = new List<double>[what.Connections];
        var (cpu, own, started) = (server.Cpu(), Process.GetCurrentProcess().TotalProcessorTime, began.Elapsed);
        var threads = Enumerable.Range(0, what.Connections).Select(t => new Thread(() =>
        {
            using var wire = new Wire(server.Base, server.Token);
            var mine = times[t] = new(16_384);
            while (began.Elapsed < until && Interlocked.Increment(ref next) is var n && n < most)
            {
                var sent = Stopwatch.GetTimestamp();
                var right = false;
                try
                {
                    right = send(wire, n);
                }
                catch (Exception e) when (e is System.Net.Sockets.SocketException or InvalidOperationException)
                {
                }
                if (!Volatile.Read(ref counting)) continue;
                mine.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                if (!right) Interlocked.Increment(ref errors);
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        if (!counting)
        {
            using var waiting = new ManualResetEventSlim();
            waiting.Wait(warm);
            (cpu, own, started) = (server.Cpu(), Process.GetCurrentProcess().TotalProcessorTime, began.Elapsed);
            Volatile.Write(ref counting, true);
        }
        foreach (var thread in threads) thread.Join();

        var took = began.Elapsed - started;
        var all = times.SelectMany(t => t).Order().ToArray();
        var count = Math.Max(1, all.Length);
        return what with
        {
            Operations = all.Length, Errors = errors, Seconds = took.TotalSeconds,
            P50 = all.Length == 0 ? 0 : all[all.Length / 2], P99 = all.Length == 0 ? 0 : all[(int)(all.Length * 0.99)],
            ServerCpu = (server.Cpu() - cpu) / count,
            ClientCpu = (Process.GetCurrentProcess().TotalProcessorTime - own).TotalMilliseconds / count,
            Memory = server.Memory(),
        };
    }
}
