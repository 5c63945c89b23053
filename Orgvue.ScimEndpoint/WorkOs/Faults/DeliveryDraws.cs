namespace Orgvue.ScimEndpoint.WorkOs.Faults;

/// <summary>
/// Decides for one delivery after the other what happens to it. Takes up where the last ones stopped and changes nothing but itself, so that
/// what was decided in a transaction that did not come about is decided again.
/// </summary>
public sealed class DeliveryDraws(FaultPlan plan, long next, IReadOnlyDictionary<DeliveryFault, int> met)
{
    readonly Dictionary<DeliveryFault, int> _met = new(met);
    readonly List<Met> _now = [];

    public FaultPlan Plan => plan;

    /// <summary>How many deliveries were decided on since the plan was set.</summary>
    public long Next { get; private set; } = next;

    /// <summary>How many of each kind there were since the plan was set.</summary>
    public IReadOnlyDictionary<DeliveryFault, int> All => _met;

    /// <summary>What these draws decided.</summary>
    public IReadOnlyList<Met> Now => _now;

    public Fate Of(Guid endpoint, Guid eventId, string name)
    {
        var n = Next++;
        if (Hits(DeliveryFault.Drop)) return new Fate.Dropped($"Dropped by an injected fault: it was never sent ({Which()}).");
        var (twice, late, reasons) = (false, TimeSpan.Zero, new List<string>());
        if (Hits(DeliveryFault.Duplicate))
        {
            twice = true;
            reasons.Add("sent twice");
        }
        if (Hits(DeliveryFault.Delay))
        {
            late += plan.Deliveries[DeliveryFault.Delay].Time;
            reasons.Add("delayed");
        }
        if (Hits(DeliveryFault.Reorder))
        {
            late += plan.Deliveries[DeliveryFault.Reorder].Time * Chance.Of(plan.Seed, n, ReorderBy);
            reasons.Add("put behind others");
        }
        return new Fate.Sent(late, twice, reasons.Count == 0 ? null : $"By an injected fault {string.Join(", ", reasons)} ({Which()}).");

        bool Hits(DeliveryFault kind)
        {
            if (!plan.Deliveries.TryGetValue(kind, out var rule)) return false;
            var before = _met.GetValueOrDefault(kind);
            if (before >= rule.Count || Chance.Of(plan.Seed, n, (int)kind) >= rule.Probability) return false;
            _met[kind] = before + 1;
            _now.Add(new(kind, endpoint, eventId, name));
            return true;
        }

        string Which() => $"delivery {n + 1} of the plan with seed {plan.Seed}";
    }

    /// <summary>How far behind is drawn apart from whether.</summary>
    const int ReorderBy = 100;

    /// <summary>A fault that a delivery met.</summary>
    public sealed record Met(DeliveryFault Kind, Guid Endpoint, Guid EventId, string Event);
}

/// <summary>What becomes of a delivery.</summary>
public abstract record Fate
{
    public static readonly Fate Untouched = new Sent(TimeSpan.Zero, false, null);

    public sealed record Dropped(string Why) : Fate;

    /// <param name="Late">How long after it could be.</param>
    /// <param name="Twice">With another that is alike.</param>
    /// <param name="Why">What an administrator reads; null where nothing happened to it.</param>
    public sealed record Sent(TimeSpan Late, bool Twice, string? Why) : Fate;
}
