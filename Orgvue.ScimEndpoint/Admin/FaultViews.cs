using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.WorkOs.Faults;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>The faults that are set.</summary>
/// <param name="Seed">Null where none are set.</param>
/// <param name="Deliveries">By kind.</param>
/// <param name="SinceStart">How many of each kind were injected since the server started, whatever was set and cleared meanwhile.</param>
public sealed record FaultsView(
    long? Seed, IReadOnlyDictionary<string, FaultRuleView> Deliveries, IReadOnlyList<RequestFaultView> Requests,
    IReadOnlyDictionary<string, long> SinceStart)
{
    public static FaultsView Of(Injector.Standing standing) => new(
        standing.Plan?.Seed,
        standing.Plan?.Deliveries.OrderBy(d => d.Key).ToDictionary(d => Name(d.Key.ToString()), d => FaultRuleView.Of(d.Key, d.Value, standing)) ?? [],
        standing.Plan?.Requests.Select((r, i) => RequestFaultView.Of(r, standing.Requests[i])).ToList() ?? [],
        standing.SinceStart.OrderBy(c => c.Key, StringComparer.Ordinal).ToDictionary(c => Name(c.Key), c => c.Value));

    static string Name(string kind) => char.ToLowerInvariant(kind[0]) + kind[1..];
}

/// <param name="Time">Of delay and reorder.</param>
/// <param name="Injected">How often it has happened since it was set.</param>
public sealed record FaultRuleView(double Probability, int? Count, string? Time, int Injected)
{
    public static FaultRuleView Of(DeliveryFault kind, FaultRule rule, Injector.Standing standing) => new(
        rule.Probability, rule.Count, kind is DeliveryFault.Delay or DeliveryFault.Reorder ? rule.Time.ToString("c") : null,
        standing.Deliveries.GetValueOrDefault(kind));
}

/// <param name="Injected">How many requests were answered so; after <paramref name="Times"/> it is over.</param>
public sealed record RequestFaultView(string Path, string? Method, int Status, int? RetryAfter, JsonNode? Body, int Times, int Injected)
{
    public static RequestFaultView Of(RequestFault fault, int injected) =>
        new(fault.Path, fault.Method, fault.Status, fault.RetryAfter, fault.Body is { } body ? JsonNode.Parse(body) : null, fault.Times, injected);
}
