using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.Faults;

/// <summary>
/// The plan of faults of this process, kept in memory alone: a restart ends it. Each fault is logged and counted, so that nobody takes it for
/// a defect. A plan is set through the admin API in Development; elsewhere there is never one.
/// </summary>
public sealed class Injector(ILogger<Injector> log)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, long> _injected = [];
    DeliveryDraws? _draws;
    int[] _answered = [];

    /// <summary>In the place of the one before; what was counted of that begins anew.</summary>
    public void Set(FaultPlan plan)
    {
        lock (_gate) (_draws, _answered) = (new(plan, 0, new Dictionary<DeliveryFault, int>()), new int[plan.Requests.Count]);
        log.FaultsSet(plan.Seed, plan.Deliveries.Count, plan.Requests.Count);
    }

    public void Clear()
    {
        lock (_gate)
        {
            if (_draws is null) return;
            (_draws, _answered) = (null, []);
        }
        log.FaultsCleared();
    }

    public Standing Show()
    {
        lock (_gate)
            return new(_draws?.Plan, _draws?.All ?? new Dictionary<DeliveryFault, int>(), [.. _answered], new Dictionary<string, long>(_injected));
    }

    /// <summary>To decide on the deliveries of one transaction; null while no delivery is to meet a fault.</summary>
    public DeliveryDraws? Draw()
    {
        lock (_gate) return _draws is { Plan.Deliveries.Count: > 0 } draws ? new(draws.Plan, draws.Next, draws.All) : null;
    }

    /// <summary>The transaction is committed: what was decided in it has happened.</summary>
    public void Keep(DeliveryDraws draws)
    {
        lock (_gate)
        {
            // A plan that was set meanwhile counts from its own beginning.
            if (ReferenceEquals(_draws?.Plan, draws.Plan)) _draws = new(draws.Plan, draws.Next, draws.All);
            foreach (var met in draws.Now) Count(met.Kind.ToString());
        }
        foreach (var met in draws.Now) log.DeliveryFault(met.Kind.ToString(), met.Event, met.EventId, met.Endpoint);
    }

    /// <summary>The fault that this request meets, of several the first; null for none.</summary>
    public RequestFault? Meet(string method, string path)
    {
        RequestFault? met = null;
        lock (_gate)
        {
            if (_draws is null) return null;
            var requests = _draws.Plan.Requests;
            for (var i = 0; i < requests.Count && met is null; i++)
                if (_answered[i] < requests[i].Times && requests[i].Meets(method, path))
                {
                    _answered[i]++;
                    met = requests[i];
                    Count("Request");
                }
        }
        if (met is not null) log.RequestFault(met.Status, met.Path);
        return met;
    }

    void Count(string kind)
    {
        _injected[kind] = _injected.GetValueOrDefault(kind) + 1;
        Metrics.FaultInjected(kind);
    }

    /// <summary>The plan, how often each of its faults has happened, and what was injected since the process started.</summary>
    public sealed record Standing(
        FaultPlan? Plan, IReadOnlyDictionary<DeliveryFault, int> Deliveries, IReadOnlyList<int> Requests, IReadOnlyDictionary<string, long> SinceStart);
}
