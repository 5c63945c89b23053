using System.Globalization;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// Where a statement stands among all statements on one thing, whenever it arrives: by the time at which it was true, then by the event that
/// made it, then by that event's id. A statement of no event (a list that was read, a copy within another event) has an empty id.
/// </summary>
/// <param name="At">When it was true, by WorkOS's clock.</param>
/// <param name="EventAt">When the event was made, by the same clock.</param>
public readonly record struct Stamp(DateTimeOffset At, DateTimeOffset EventAt, string EventId) : IComparable<Stamp>
{
    /// <summary>Of what a list showed: true when the pull began, or later where the object itself was changed later.</summary>
    public static Stamp Listed(DateTimeOffset remoteStart, DateTimeOffset? updatedAt = null) =>
        new(updatedAt > remoteStart ? updatedAt.Value : remoteStart, remoteStart, "");

    /// <summary>Of a copy within an event on something else: it only fills in what was lost.</summary>
    public static Stamp Copied(DateTimeOffset updatedAt) => new(updatedAt, DateTimeOffset.MinValue, "");

    /// <summary>What decides among stamps of one instant, as a text that is compared by code points.</summary>
    public string Tie => string.Create(CultureInfo.InvariantCulture, $"{EventAt.UtcTicks:D19} {EventId}");

    /// <summary>Whether it is later than an instant and what decides in it; than none, it is.</summary>
    public bool IsAfter(DateTimeOffset? at, string? tie) => !(At < at) && (At != at || string.CompareOrdinal(Tie, tie) > 0);

    public int CompareTo(Stamp other)
    {
        if (At.CompareTo(other.At) is var at and not 0) return at;
        if (EventAt.CompareTo(other.EventAt) is var made and not 0) return made;
        return string.CompareOrdinal(EventId, other.EventId);
    }

    public static bool operator <(Stamp left, Stamp right) => left.CompareTo(right) < 0;
    public static bool operator >(Stamp left, Stamp right) => left.CompareTo(right) > 0;
    public static bool operator <=(Stamp left, Stamp right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Stamp left, Stamp right) => left.CompareTo(right) >= 0;
}
