using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

/// <summary>Pulls the plug: ends the process, as <c>kill -9</c> does, when a run reaches the stage named by PLUG_STAGE for the PLUG_TIMES-th time.</summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for this very name.")]
static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("PLUG_STAGE") is not { Length: > 0 } stage) return;
        var times = int.Parse(Environment.GetEnvironmentVariable("PLUG_TIMES") ?? "1", CultureInfo.InvariantCulture);
        DiagnosticListener.AllListeners.Subscribe(new Each<DiagnosticListener>(listener =>
        {
            if (listener.Name != "Orgvue.ScimEndpoint.Sync") return;
            listener.Subscribe(new Each<KeyValuePair<string, object?>>(reached =>
            {
                if (reached.Key != stage || Interlocked.Decrement(ref times) != 0) return;
                Console.Out.WriteLine($"plug: {stage}");
                Console.Out.Flush();
                Process.GetCurrentProcess().Kill();
                // Not one step further while the signal is on its way.
                new ManualResetEvent(false).WaitOne();
            }));
        }));
    }

    sealed class Each<T>(Action<T> seen) : IObserver<T>
    {
        public void OnNext(T value) => seen(value);
        public void OnError(Exception error) { }
        public void OnCompleted() { }
    }
}
