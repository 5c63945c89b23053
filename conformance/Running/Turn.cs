using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>A request that was made and its answer; without one, why there is none.</summary>
sealed record Turn(Wire Wire, Target On, Answer? Answer, (string Expected, string Got) Trouble, TimeSpan Took)
{
    /// <summary>No request was made: the address is not the server's.</summary>
    public bool WasKeptBack { get; init; }
}
