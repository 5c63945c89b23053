using System.Globalization;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>
/// What runs decide, over very many sequences of edits, runs, crashes, releases and discards, without a database. A failure names its seed and
/// the shortest sequence that still fails; <c>SEED</c> in the environment repeats a run, <c>SLOW=1</c> makes it long.
/// </summary>
public sealed class On_paper(ITestOutputHelper output)
{
    const int Run = RandomEdits.Kinds, Crash = Run + 5, Release = Run + 6, Discard = Run + 7, Last = Discard;
    static readonly bool Slow = Environment.GetEnvironmentVariable("SLOW") == "1";

    [Fact]
    public void B4_B5_B8_I1_I2_Following_the_changes_ends_where_a_look_at_everybody_ends_whatever_happens()
    {
        var (count, seed) = (Slow ? 100_000 : 2_000, Seed());
        Parallel.For(0, count, n =>
        {
            var sequence = Sequence(unchecked(seed + n));
            if (Trouble(sequence) is null) return;
            var shortest = Shortest(sequence);
            throw new XunitException($"seed {unchecked(seed + n)}: {string.Join(" ", shortest)}: {Trouble(shortest)}");
        });
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} cases, seed {seed}: no difference on paper"));
    }

    static List<(int Kind, int A, int B)> Sequence(int seed)
    {
        var dice = new Random(seed);
        return [.. Enumerable.Range(0, dice.Next(4, 28)).Select(_ => (dice.Next(Last + 1), dice.Next(100), dice.Next(100)))];
    }

    static string? Trouble(List<(int Kind, int A, int B)> sequence)
    {
        try
        {
            Play(sequence);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.ToString();
        }
    }

    static void Play(List<(int Kind, int A, int B)> sequence)
    {
        var world = new PaperWorld();
        foreach (var (kind, a, b) in sequence)
            switch (kind)
            {
                case < Run: world.Edit(kind, a, b); break;
                case < Crash: world.Run(together: true); break;
                case Crash: world.Run(together: false, () => { world.Edit(a, b, a); world.Edit(b, a, b); }); break;
                default: world.Decide(kind == Release); break;
            }
        world.Run(together: true);
        world.Decide(release: true);
        world.Run(together: true);
        world.IsDone();
    }

    static List<(int Kind, int A, int B)> Shortest(List<(int Kind, int A, int B)> failing)
    {
        for (var n = 0; n < failing.Count;)
        {
            List<(int, int, int)> shorter = [.. failing[..n], .. failing[(n + 1)..]];
            if (Trouble(shorter) is null) n++;
            else failing = shorter;
        }
        return failing;
    }

    static int Seed() => Environment.GetEnvironmentVariable("SEED") is { } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : Random.Shared.Next();
}
