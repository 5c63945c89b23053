using System.Diagnostics;

namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>Runs a target with an input, and looks at how it ended, how long it took and what it ran through.</summary>
sealed class Execution(Target target, Coverage coverage, Findings findings)
{
    /// <summary>No input of a few thousand bytes may take longer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    // What takes this long is looked at again, so that the slowest that is told is the function's doing.
    static readonly TimeSpan Suspect = TimeSpan.FromMilliseconds(0.5);
    const int Again = 12;

    public long Count { get; private set; }

    /// <summary>The slowest input, at its fastest.</summary>
    public (TimeSpan Time, byte[] Input) Slowest { get; private set; }

    /// <summary>Whether the input ran through something new.</summary>
    public bool IsNew(byte[] input)
    {
        coverage.Begin();
        var took = Timed(input);
        var isNew = coverage.Learn();
        if (took > Suspect && took > Slowest.Time) took = Fastest(input, took);
        if (took > Slowest.Time) Slowest = (took, input);
        if (took > Limit) findings.Slow(target, input, took);
        return isNew;
    }

    // The collector, the compiler and everybody else on the machine take their time too: none of them does each time.
    TimeSpan Fastest(byte[] input, TimeSpan fastest)
    {
        for (var i = 0; i < Again && fastest > Suspect; i++)
        {
            if (i == Again / 2) GC.Collect();
            var took = Timed(input);
            if (took < fastest) fastest = took;
        }
        return fastest;
    }

    TimeSpan Timed(byte[] input)
    {
        Count++;
        findings.Begin(target, input);
        var began = Stopwatch.GetTimestamp();
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            findings.Crash(target, input, e);
        }
        var took = Stopwatch.GetElapsedTime(began);
        findings.End();
        return took;
    }
}
