using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What is to go wrong.</summary>
public sealed record FaultsWish
{
    /// <summary>With the same one the same deliveries are met, counted from now; without one it is drawn, and shown.</summary>
    public long? Seed { get; init; }

    public DeliveryFaultsWish? Deliveries { get; init; }

    /// <summary>Answers in the place of the emulated API's; of several that meet a request the first that is not used up.</summary>
    public IReadOnlyList<RequestFaultWish?>? Requests { get; init; }
}

/// <summary>What is to happen to webhooks on their way. Each is decided by itself; what is dropped is nothing else.</summary>
public sealed record DeliveryFaultsWish
{
    /// <summary>Never sent; it counts as delivered and its lastError says why it was not. It can be sent by retrying it.</summary>
    public FaultRuleWish? Drop { get; init; }

    /// <summary>Sent twice, with one event id.</summary>
    public FaultRuleWish? Duplicate { get; init; }

    /// <summary>Sent later: by <c>time</c>, a minute unless given.</summary>
    public FaultRuleWish? Delay { get; init; }

    /// <summary>Sent behind others: a part of <c>time</c> later that is drawn, five seconds unless given.</summary>
    public FaultRuleWish? Reorder { get; init; }
}

/// <summary>How often.</summary>
public sealed record FaultRuleWish
{
    /// <summary>Of each delivery, more than 0 and up to 1; 1 where only a count is given.</summary>
    public double? Probability { get; init; }

    /// <summary>At most so many; without it no end.</summary>
    public int? Count { get; init; }

    /// <summary>hh:mm:ss, up to a day; of delay and reorder.</summary>
    public string? Time { get; init; }
}

/// <summary>An answer in the place of the emulated API's.</summary>
public sealed record RequestFaultWish
{
    /// <summary>Such as /directory_users or /directories/*, where * stands for anything.</summary>
    public string? Path { get; init; }

    /// <summary>GET, POST, PATCH or DELETE; without it any.</summary>
    public string? Method { get; init; }

    /// <summary>400 to 599.</summary>
    public int? Status { get; init; }

    /// <summary>Seconds for a Retry-After header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>What is answered; without it an error in WorkOS's shape that says that it was injected.</summary>
    [ValidateNever]
    public JsonObject? Body { get; init; }

    /// <summary>For how many requests; one unless given.</summary>
    public int? Times { get; init; }
}
