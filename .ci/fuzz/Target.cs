namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>A function of the product that reads what strangers send, fed with bytes.</summary>
abstract class Target
{
    /// <summary>Inputs are cut to this many bytes, unless the target's own limit is to be reached.</summary>
    public const int Usual = 4096;

    public abstract string Name { get; }

    public virtual int Longest => Usual;

    /// <summary>What random bytes would hardly hit upon: names, operators, values.</summary>
    public abstract IReadOnlyList<string> Words { get; }

    /// <summary>Inputs to begin with where there is no corpus.</summary>
    public abstract IReadOnlyList<string> Seeds { get; }

    /// <summary>Where in the input JSON begins, so that it can be changed as a tree; -1 where there is none.</summary>
    public virtual int JsonAt(ReadOnlySpan<byte> input) => -1;

    /// <summary>Whatever this throws is a finding: refusals that the function declares are caught within.</summary>
    public abstract void Run(ReadOnlySpan<byte> input);
}

/// <summary>The product kept no promise, although it threw nothing.</summary>
sealed class BrokenPromiseException(string promise) : Exception(promise);
