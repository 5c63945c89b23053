namespace Orgvue.ScimEndpoint.Model;

/// <summary>
/// What happened in a directory, as WorkOS tells it: written in the transaction of what it tells, while the emulated WorkOS API is on. The
/// Events API and the webhooks send the same text.
/// </summary>
public sealed class WorkOsEvent
{
    /// <summary>Given by the database: the order of the Events API.</summary>
    public long Sequence { get; set; }

    /// <summary>Without its prefix; outside it is <c>event_</c> and a ULID.</summary>
    public Guid Id { get; set; }

    public int DirectoryKey { get; set; }

    /// <summary><c>dsync.user.created</c> and the like.</summary>
    public required string Event { get; set; }

    /// <summary>The whole event, byte for byte as it is sent.</summary>
    public required string Payload { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
