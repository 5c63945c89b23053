namespace Orgvue.ScimEndpoint.WorkOs.Faults;

/// <summary>
/// A number from 0 to 1 (exclusive) that follows from a seed, a count and a purpose alone: whoever repeats the seed sees the same faults, and
/// a transaction that is repeated draws what it drew. Pure (SplitMix64).
/// </summary>
public static class Chance
{
    const ulong Golden = 0x9E3779B97F4A7C15;

    public static double Of(long seed, long nth, int purpose) =>
        (Mix(Mix((ulong)seed + Golden * (ulong)(purpose + 1)) + Golden * (ulong)nth) >> 11) * (1.0 / (1UL << 53));

    static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }
}
