namespace Orgvue.ScimEndpoint.Model;

/// <summary>Where an operator wants to be told of what happens in directories.</summary>
public sealed class WebhookEndpoint
{
    public Guid Id { get; set; }

    public WebhookKind Kind { get; set; }

    /// <summary>For WorkOS's kind: the sequence of the last event that was looked at for it.</summary>
    public long ConcernedThrough { get; set; }

    /// <summary>The only directory that it is told of; null for all.</summary>
    public int? DirectoryKey { get; set; }

    public required string Url { get; set; }

    /// <summary>The key of the signature, encrypted; shown once when the endpoint is made.</summary>
    public required byte[] Secret { get; set; }

    /// <summary>Names of events; empty for all.</summary>
    public List<string> Events { get; set; } = [];

    public bool Enabled { get; set; } = true;
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>One event on its way to one endpoint; written in the transaction of what it tells, sent by a worker of its own.</summary>
public sealed class WebhookDelivery
{
    public Guid EndpointId { get; set; }
    public Guid Id { get; set; }

    /// <summary>0 where the event is of no directory.</summary>
    public int DirectoryKey { get; set; }

    /// <summary>The same for all deliveries of one event: what a receiver knows a repetition by.</summary>
    public Guid EventId { get; set; }

    public required string Event { get; set; }

    /// <summary>The body, as it is sent and signed.</summary>
    public required string Payload { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it is tried next; null once it was delivered or given up.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public int Attempts { get; set; }
    public int? LastStatus { get; set; }
    public string? LastError { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public DateTimeOffset? GivenUpAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>Notification: what happens on the server, for operators. WorkOs: directory events as WorkOS sends them.</summary>
public enum WebhookKind { Notification, [System.Text.Json.Serialization.JsonStringEnumMemberName("workos")] WorkOs }
