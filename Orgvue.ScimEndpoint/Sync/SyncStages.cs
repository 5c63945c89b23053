using System.Diagnostics;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>The stages of a run, told to whoever listens: what is watched from outside, such as a test that pulls the plug at each.</summary>
static class SyncStages
{
    public const string Planned = "planned";
    public const string Applying = "applying";
    public const string Applied = "applied";
    public const string Committed = "committed";

    static readonly DiagnosticListener Listener = new("Orgvue.ScimEndpoint.Sync");

    public static void Reached(string stage)
    {
        if (Listener.IsEnabled(stage)) Listener.Write(stage, null);
    }
}
