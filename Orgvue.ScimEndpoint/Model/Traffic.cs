namespace Orgvue.ScimEndpoint.Model;

/// <summary>An identity provider that was seen calling a directory, told by the shape of its requests.</summary>
public sealed class ClientSeen
{
    public int DirectoryKey { get; set; }

    /// <summary>The provider's name, such as <c>Entra</c>, or <c>unknown</c>.</summary>
    public required string Client { get; set; }

    /// <summary>What gave it away, in words.</summary>
    public required string Evidence { get; set; }

    public string? UserAgent { get; set; }
    public DateTimeOffset FirstSeenAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }
    public long Requests { get; set; }
}

/// <summary>A deviation from the RFC that was tolerated in a directory.</summary>
public sealed class DeviationSeen
{
    public int DirectoryKey { get; set; }

    /// <summary>The deviation's name; the server's code says what it means and who does it.</summary>
    public required string Name { get; set; }

    /// <summary>The client that was recognised, as in <see cref="ClientSeen"/>.</summary>
    public required string Client { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }
    public DateTimeOffset LastSeenAt { get; set; }
    public long Count { get; set; }
}

/// <summary>One request of an identity provider and what it got, secrets and passwords redacted.</summary>
public sealed class RecordedRequest
{
    public int DirectoryKey { get; set; }

    /// <summary>A UUIDv7: later requests have greater ids.</summary>
    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }
    public required string Method { get; set; }

    /// <summary>Below the directory's base URL, beginning with a slash.</summary>
    public required string Path { get; set; }

    /// <summary>With its question mark, or empty.</summary>
    public required string Query { get; set; }

    /// <summary>The headers worth knowing, as a JSON object; never Authorization or cookies.</summary>
    public required string Headers { get; set; }

    public string? RequestBody { get; set; }

    /// <summary>Whether a body was longer than is kept, so that the request cannot be sent again.</summary>
    public bool Truncated { get; set; }

    public int Status { get; set; }
    public string? ResponseBody { get; set; }
    public int DurationMs { get; set; }
    public required string Client { get; set; }

    /// <summary>The names of the deviations that were tolerated, with commas between.</summary>
    public required string Deviations { get; set; }
}
