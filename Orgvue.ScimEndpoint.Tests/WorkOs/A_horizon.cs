using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.WorkOs.Out;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>How far events may be read while some are being written.</summary>
public sealed class A_horizon
{
    [Fact]
    public void Is_the_last_event_when_nobody_writes() => Assert.Equal(7, After(Seen(7)).Settled);

    [Fact]
    public void Waits_for_whoever_was_writing_when_the_last_was_seen() => Assert.Equal(0, After(Seen(7, "a", "b")).Settled);

    [Fact]
    public void Moves_on_when_the_last_of_them_has_come_to_his_end_whoever_else_writes_now()
    {
        Assert.Equal(0, After(Seen(7, "a", "b"), Seen(9, "b", "c")).Settled);
        Assert.Equal(7, After(Seen(7, "a", "b"), Seen(9, "b", "c"), Seen(11, "c", "d")).Settled);
        Assert.Equal(11, After(Seen(7, "a", "b"), Seen(9, "b", "c"), Seen(11, "c", "d"), Seen(11, "e")).Settled);
    }

    [Fact]
    public void Never_moves_back() => Assert.Equal(7, After(Seen(7), Seen(3), Seen(3, "a"), Seen(8, "a")).Settled);

    /// <summary>Against the truth: whatever transactions begin, draw and end in whatever order, nothing below the horizon appears later.</summary>
    [Fact]
    public void Passes_over_nobody()
    {
        var moved = 0;
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var (next, drawn, visible, horizon) = (0L, new Dictionary<string, List<long>>(), new HashSet<long>(), Horizon.Beginning);
            for (var step = 0; step < 60; step++)
                switch (random.Next(4))
                {
                    case 0:
                        drawn[$"{seed}/{step}"] = [];
                        break;
                    case 1 when drawn.Count > 0:
                        drawn.ElementAt(random.Next(drawn.Count)).Value.Add(++next);
                        break;
                    case 2 when drawn.Count > 0:
                        var (who, places) = drawn.ElementAt(random.Next(drawn.Count));
                        if (random.Next(5) > 0)
                        {
                            Assert.True(places.TrueForAll(p => p > horizon.Settled), $"seed {seed}, step {step}");
                            visible.UnionWith(places);
                        }
                        drawn.Remove(who);
                        break;
                    case 3:
                        var before = horizon.Settled;
                        horizon = horizon.After(new(visible.DefaultIfEmpty(0).Max(), drawn.Keys.ToHashSet()));
                        if (horizon.Settled > before) moved++;
                        break;
                }
        }
        Assert.InRange(moved, 2000, int.MaxValue);
    }

    static Horizon After(params EventsSeen[] looks) => looks.Aggregate(Horizon.Beginning, (horizon, seen) => horizon.After(seen));

    static EventsSeen Seen(long last, params string[] writers) => new(last, writers.ToHashSet());
}
