using System.Diagnostics.Metrics;

namespace Orgvue.ScimEndpoint.Telemetry;

/// <summary>What the server counts. Ids of things, never names of people.</summary>
public static class Metrics
{
    /// <summary>The name under which a listener finds the counters.</summary>
    public const string Name = "Orgvue.ScimEndpoint";

    static readonly Meter Meter = new(Name);

    static readonly Counter<long> Runs = Meter.CreateCounter<long>("orgvue.sync.runs", "{run}", "Runs, one a tenant, by status and trigger.");

    static readonly Counter<long> Differences = Meter.CreateCounter<long>(
        "orgvue.sync.reconcile.differences", "{account}", "Accounts that a full look found otherwise than runs that follow the changes had left them: a defect.");

    static readonly Counter<long> Notifications = Meter.CreateCounter<long>(
        "orgvue.notifications.attempts", "{attempt}", "Attempts to deliver a notification, by event and outcome: delivered, failed (tried again), given up.");

    static readonly Counter<long> Faults = Meter.CreateCounter<long>(
        "orgvue.workos.faults", "{fault}", "Faults that were injected on somebody's demand, by kind; no defects.");

    public static void FaultInjected(string kind) => Faults.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public static void Notified(int directory, string name, string outcome) =>
        Notifications.Add(1, new("directory", directory), new("event", name), new("outcome", outcome));

    public static void Ran(int directory, string status, string trigger) =>
        Runs.Add(1, new("directory", directory), new("status", status), new("trigger", trigger));

    public static void ReconcileDifferences(int directory, int accounts) => Differences.Add(accounts, new KeyValuePair<string, object?>("directory", directory));

    static readonly Counter<long> WorkOsWebhooks = Meter.CreateCounter<long>(
        "orgvue.workos.webhooks", "{webhook}",
        "Webhooks of WorkOS by outcome: stored, duplicate, unread, unknown, foreign, refused, unreadable, too large, no directory, unavailable.");

    public static void WorkOsReceived(int? directory, string outcome) =>
        WorkOsWebhooks.Add(1, new KeyValuePair<string, object?>("directory", directory), new("outcome", outcome));
}
