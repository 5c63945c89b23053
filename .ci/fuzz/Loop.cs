using System.Diagnostics;

namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>How long to go on: until a time has passed, or so many executions are done.</summary>
readonly record struct Amount(TimeSpan Time, long Executions);

/// <summary>Feeds one target: an input that reaches something new is kept, and others are made of it.</summary>
sealed class Loop(Target target, Coverage coverage, Findings findings, Random random)
{
    const int FromEach = 48;

    readonly Execution _execution = new(target, coverage, findings);
    readonly Mutations _mutations = new(target, random);
    readonly List<byte[]> _inputs = [];

    // For each pair of branches the shortest input that runs through it: together they reach all that is known.
    readonly Dictionary<int, byte[]> _shortest = [];
    List<byte[]> _few = [];

    public IReadOnlyList<byte[]> Inputs => _inputs;

    public Execution Execution => _execution;

    public void Run(IEnumerable<byte[]> corpus, Amount amount)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var input in corpus) Take(input, always: true);
        if (_inputs.Count == 0) Take([], always: true);
        while (!IsOver())
        {
            if (_few.Count == 0) _few = [.. _shortest.Values.Distinct()];
            var from = Picked();
            for (var i = 0; i < FromEach && !IsOver(); i++)
                Take(_mutations.Of(from, _inputs[random.Next(_inputs.Count)]), always: false);
        }

        bool IsOver() => _execution.Count >= amount.Executions || Stopwatch.GetElapsedTime(began) >= amount.Time;
    }

    byte[] Picked()
    {
        if (_few.Count > 0 && random.Next(2) == 0) return _few[random.Next(_few.Count)];
        // The newer ones more often: less was made of them so far.
        var newest = random.Next(4) == 0 ? Math.Min(_inputs.Count, 32) : _inputs.Count;
        return _inputs[_inputs.Count - 1 - random.Next(newest)];
    }

    void Take(byte[] input, bool always)
    {
        if (!_execution.IsNew(input) && !always) return;
        _inputs.Add(input);
        foreach (var pair in coverage.Pairs())
        {
            if (_shortest.TryGetValue(pair, out var known) && known.Length <= input.Length) continue;
            _shortest[pair] = input;
            _few = [];
        }
    }
}
