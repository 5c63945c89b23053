namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>A few short inputs that run through all that many long ones do.</summary>
sealed class Minimal(Target target, Coverage coverage)
{
    public List<byte[]> Of(IEnumerable<byte[]> inputs)
    {
        // What runs for the first time runs through constructors of types, too.
        var all = inputs.DistinctBy(Corpus.Line).ToList();
        foreach (var input in all) Pairs(input);

        var known = new HashSet<int>();
        var few = new List<byte[]>();
        foreach (var input in all.OrderBy(i => i.Length))
            if (Pairs(input) is var pairs && !pairs.IsSubsetOf(known)) Add(Shortened(input, pairs, known), few, known);
        // Of those that came first many are covered by what came after.
        known.Clear();
        var kept = new List<byte[]>();
        foreach (var input in few.OrderByDescending(i => Pairs(i).Count))
            if (!Pairs(input).IsSubsetOf(known)) Add(input, kept, known);
        return kept;
    }

    void Add(byte[] input, List<byte[]> to, HashSet<int> known)
    {
        to.Add(input);
        known.UnionWith(Pairs(input));
    }

    // Without each of its parts in turn, so long as it still runs through what the others do not.
    byte[] Shortened(byte[] input, HashSet<int> pairs, HashSet<int> known)
    {
        var needed = pairs.Except(known).ToHashSet();
        for (var length = input.Length / 2; length > 0; length /= 2)
            for (var from = 0; from + length <= input.Length;)
            {
                byte[] shorter = [.. input[..from], .. input[(from + length)..]];
                if (needed.IsSubsetOf(Pairs(shorter))) input = shorter;
                else from += length;
            }
        return input;
    }

    HashSet<int> Pairs(byte[] input)
    {
        coverage.Begin();
        try
        {
            target.Run(input);
        }
        catch (Exception)
        {
            // A finding is told where it is looked for; here the input counts by what it ran through.
        }
        return [.. coverage.Pairs()];
    }
}
