namespace Orgvue.ScimEndpoint.Model;

/// <summary>A SCIM User as the identity provider pushed it. What is filtered, sorted or unique has a folded column; the rest is in the document.</summary>
public sealed class DirectoryUser
{
    public int DirectoryKey { get; set; }
    public Guid Id { get; set; }
    public required string UserName { get; set; }

    /// <summary><see cref="UserName"/> folded; unique in the directory (RFC 7643 §4.1.1).</summary>
    public required string UserNameKey { get; set; }

    public string? ExternalId { get; set; }
    public string? DisplayName { get; set; }
    public string? DisplayNameKey { get; set; }

    /// <summary>As the identity provider stated it; a user of whom it said nothing counts as active.</summary>
    public bool? Active { get; set; }

    /// <summary>The e-mail by which the person signs in to Orgvue (rule A1); null when none can be found.</summary>
    public string? LoginEmail { get; set; }

    public string? LoginEmailKey { get; set; }

    /// <summary>The canonical SCIM document without id, meta and groups, as JSON text.</summary>
    public required string Document { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public int Version { get; set; } = 1;
    public List<UserEmail> Emails { get; set; } = [];
}

/// <summary>One value of a user's <c>emails</c>, so that the e-mail filters of identity providers use an index.</summary>
public sealed class UserEmail
{
    public int DirectoryKey { get; set; }
    public Guid UserId { get; set; }
    public int Position { get; set; }
    public required string ValueKey { get; set; }
}
