namespace Orgvue.ScimEndpoint.WorkOs.Faults;

/// <summary>What is to go wrong, so that a receiver can be seen to stand it.</summary>
/// <param name="Seed">With the same one the same deliveries are met, counted from when the plan was set.</param>
public sealed record FaultPlan(long Seed, IReadOnlyDictionary<DeliveryFault, FaultRule> Deliveries, IReadOnlyList<RequestFault> Requests);

/// <summary>What can happen to a delivery. Each is decided by itself; what is dropped is nothing else.</summary>
public enum DeliveryFault { Drop, Duplicate, Delay, Reorder }

/// <summary>How often a fault happens.</summary>
/// <param name="Probability">0 to 1, of each delivery.</param>
/// <param name="Count">At most so many; null for no end.</param>
/// <param name="Time">Of a delay, how long; of a reordering, the time within which what is sent changes places.</param>
public sealed record FaultRule(double Probability, int? Count, TimeSpan Time);

/// <summary>An answer that is given in the place of the emulated API's.</summary>
/// <param name="Path">With <c>*</c> for anything.</param>
/// <param name="Method">Null for any.</param>
/// <param name="RetryAfter">Seconds; null for no such header.</param>
/// <param name="Body">JSON; null for one in WorkOS's shape.</param>
/// <param name="Times">For how many requests.</param>
public sealed record RequestFault(string Path, string? Method, int Status, int? RetryAfter, string? Body, int Times)
{
    public bool Meets(string method, string path) =>
        (Method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(Path, path);
}
