using System.Text.Json.Serialization;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Where a receiver of webhooks is, and what it wants to hear.</summary>
public sealed record NewWebhookEndpoint
{
    /// <summary>Where it is posted to: http or https.</summary>
    [JsonPropertyName("endpoint_url")]
    public string? EndpointUrl { get; init; }

    /// <summary>Names of events. Others than dsync.… are taken and never sent: nothing of the kind happens here.</summary>
    [JsonPropertyName("events")]
    public IReadOnlyList<string?>? Events { get; init; }

    /// <summary>enabled, unless it says disabled.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }
}

/// <summary>What may be changed; what is not given stays.</summary>
public sealed record WebhookEndpointEdit
{
    /// <summary>What waits to be sent goes there too.</summary>
    [JsonPropertyName("endpoint_url")]
    public string? EndpointUrl { get; init; }

    [JsonPropertyName("events")]
    public IReadOnlyList<string?>? Events { get; init; }

    /// <summary>enabled or disabled. What happens while it is disabled is never sent to it.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }
}
