using System.Text;

namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>Makes an input out of others: a few changes of bytes, words and JSON, one after the other.</summary>
sealed class Mutations(Target target, Random random)
{
    const int MostChanges = 6;
    const int LongestBlock = 64;
    const int MostDoubled = 12;

    readonly byte[][] _words = [.. target.Words.Select(Encoding.UTF8.GetBytes)];
    readonly JsonMutations _json = new(target.Words, random);
    readonly List<byte> _input = [];

    /// <param name="other">Another input, of which parts are taken.</param>
    public byte[] Of(byte[] input, byte[] other)
    {
        _input.Clear();
        _input.AddRange(input);
        // JSON that is changed as a tree stays JSON; now and then it is broken all the same.
        if (random.Next(4) == 0 || !ChangedAsJson(input, other) || random.Next(8) == 0)
            for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--) Change(other);
        if (_input.Count > target.Longest) _input.RemoveRange(target.Longest, _input.Count - target.Longest);
        return [.. _input];
    }

    void Change(byte[] other)
    {
        switch (random.Next(13))
        {
            case 0 when _input.Count > 0:
                _input[At()] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when _input.Count > 0:
                _input[At()] = (byte)random.Next(256);
                break;
            case 2 when _input.Count > 0:
                _input[At()] = (byte)random.Next(' ', 127);
                break;
            case 3 when _input.Count > 0:
                var from = At();
                _input.RemoveRange(from, Math.Min(1 + random.Next(LongestBlock), _input.Count - from));
                break;
            case 4 when _input.Count > 0:
                _input.RemoveAt(At());
                break;
            case 5:
                _input.Insert(random.Next(_input.Count + 1), (byte)random.Next(256));
                break;
            case 6 when _input.Count > 0:
                Insert(Block([.. _input]));
                break;
            case 7 when other.Length > 0:
                Insert(Block(other));
                break;
            case 8 when other.Length > 0 && _input.Count > 0:
                // The head of the one and the tail of the other.
                var cut = At();
                _input.RemoveRange(cut, _input.Count - cut);
                _input.AddRange(other.AsSpan(random.Next(other.Length)));
                break;
            case 9 or 10:
                Insert(Word());
                break;
            case 11 when _input.Count > 0:
                Overwrite(Word());
                break;
            case 12:
                Insert(Repeated(_input.Count > 0 && random.Next(2) == 0 ? Block([.. _input]) : Word()));
                break;
        }
    }

    bool ChangedAsJson(byte[] input, byte[] other)
    {
        var at = target.JsonAt(input);
        if (at < 0 || _json.Of(input.AsSpan(at), target.JsonAt(other) is >= 0 and var from ? other.AsSpan(from) : []) is not { } changed) return false;
        _input.RemoveRange(at, _input.Count - at);
        _input.AddRange(changed);
        // What stands before it, too: it says what the JSON is taken for.
        if (at > 0 && random.Next(8) == 0) _input[random.Next(at)] = (byte)random.Next(' ', 127);
        return true;
    }

    int At() => random.Next(_input.Count);

    byte[] Word() => _words[random.Next(_words.Length)];

    ReadOnlySpan<byte> Block(byte[] of)
    {
        var from = random.Next(of.Length);
        return of.AsSpan(from, Math.Min(1 + random.Next(LongestBlock), of.Length - from));
    }

    // Whatever takes the square of its length is slow with many of the same.
    byte[] Repeated(ReadOnlySpan<byte> block)
    {
        var one = block[..Math.Min(block.Length, 1 + random.Next(LongestBlock))].ToArray();
        var times = Math.Min(1 << random.Next(MostDoubled), Math.Max(target.Longest - _input.Count, 0) / one.Length);
        return [.. Enumerable.Repeat(one, times).SelectMany(b => b)];
    }

    void Insert(ReadOnlySpan<byte> block) => _input.InsertRange(random.Next(_input.Count + 1), block);

    void Overwrite(ReadOnlySpan<byte> block)
    {
        var at = At();
        _input.RemoveRange(at, Math.Min(block.Length, _input.Count - at));
        _input.InsertRange(at, block);
    }
}
