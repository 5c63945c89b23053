using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>
/// How far events can be read in their order without passing over one whose transaction is not over. What was seen is settled once all who were
/// writing then have come to their end. Pure: who looks, and when, is <see cref="SettledEvents"/>' to say.
/// </summary>
public sealed record Horizon(long Settled, long Awaited, IReadOnlySet<string> Writers)
{
    public static readonly Horizon Beginning = new(0, 0, new HashSet<string>());

    /// <summary>Whether nothing that was seen is left to be settled.</summary>
    public bool IsReached => Settled >= Awaited;

    public Horizon After(EventsSeen seen)
    {
        if (seen.Last <= Settled) return this;
        if (seen.Writers.Count == 0) return new(seen.Last, seen.Last, seen.Writers);
        // Those who came later write after what was seen then.
        return IsReached || !Writers.Overlaps(seen.Writers)
            ? new(Math.Max(Settled, Awaited), seen.Last, seen.Writers)
            : this;
    }
}
