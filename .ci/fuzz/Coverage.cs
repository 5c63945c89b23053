using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>
/// Which pairs of branches the instrumented product ran through, and about how often each: AFL's map, which SharpFuzz's instrumentation
/// writes, in this process. Without instrumentation it stays empty.
/// </summary>
sealed unsafe class Coverage
{
    const int Size = 1 << 16;

    static readonly byte[] Classes = [.. Enumerable.Range(0, 256).Select(Class)];

    readonly ulong* _words = (ulong*)NativeMemory.AllocZeroed(Size);
    readonly byte[] _seen = new byte[Size];

    public Coverage() => Trace.SharedMem = (byte*)_words;

    /// <summary>Pairs of branches that were ever run through.</summary>
    public int Known => _seen.Count(b => b != 0);

    public void Begin()
    {
        new Span<byte>(_words, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the last execution ran through something for the first time, or clearly more often than ever; which is then known.</summary>
    public bool Learn()
    {
        var isNew = false;
        var words = new ReadOnlySpan<ulong>(_words, Size / sizeof(ulong));
        for (var word = 0; words[word..].IndexOfAnyExcept(0UL) is >= 0 and var skipped; word++)
        {
            word += skipped;
            for (var at = word * sizeof(ulong); at < (word + 1) * sizeof(ulong); at++)
            {
                var times = Classes[((byte*)_words)[at]];
                if ((times & ~_seen[at]) == 0) continue;
                _seen[at] |= times;
                isNew = true;
            }
        }
        return isNew;
    }

    /// <summary>The pairs of branches of the last execution.</summary>
    public List<int> Pairs()
    {
        var pairs = new List<int>();
        var all = new ReadOnlySpan<byte>(_words, Size);
        for (var at = 0; all[at..].IndexOfAnyExcept((byte)0) is >= 0 and var skipped; at++)
        {
            at += skipped;
            pairs.Add(at);
        }
        return pairs;
    }

    // 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127, more: a bit for each, as AFL has it.
    static byte Class(int times) => times switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 128 => (byte)(1 << Math.Min(BitOperations.Log2((uint)times) + 1, 6)),
        _ => 128,
    };
}
