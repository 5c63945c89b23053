using System.Text.Json.Serialization;

namespace Orgvue.ScimEndpoint.Model;

/// <summary>One customer's directory: what one identity provider pushes to, with one SCIM base URL and its own bearer tokens.</summary>
public sealed class Directory
{
    /// <summary>Short key by which every other row refers to the directory; never shown outside.</summary>
    public int Key { get; set; }

    /// <summary><c>directory_</c> and a ULID: the name of the directory in URLs.</summary>
    public required string Id { get; set; }

    public required string ExternalKey { get; set; }
    public required string Name { get; set; }
    public IdentityProvider Provider { get; set; }
    public OrgvueEnvironment Environment { get; set; }
    public DirectoryState State { get; set; } = DirectoryState.Linked;
    public string? IamAdministratorEmail { get; set; }

    /// <summary>How long changes batch before a run (rule B1); null takes the server's <c>Sync:Delay</c>.</summary>
    public TimeSpan? SyncDelay { get; set; }

    /// <summary>By which rules its clients are served.</summary>
    public DirectoryProfile Profile { get; set; } = DirectoryProfile.Tolerant;

    /// <summary>Moves with every change of the directory's own extension schemas; 0 while it has never had any.</summary>
    public int SchemasVersion { get; set; }

    /// <summary>When a run last looked at everybody (rule B4); null while none has.</summary>
    public DateTimeOffset? FullRunAt { get; set; }

    /// <summary>Whether its clients may sign in with one of its bearer tokens.</summary>
    public bool AcceptsTokens { get; set; } = true;

    /// <summary>Whether they may by OAuth 2.0 client credentials: its id and one of its client secrets.</summary>
    public bool AcceptsClientCredentials { get; set; }

    /// <summary>Whose JWTs (RFC 9068, or Entra's own) are accepted, as their <c>iss</c> says it; null where none are.</summary>
    public string? JwtIssuer { get; set; }

    /// <summary>Whom such a JWT must be meant for (<c>aud</c>).</summary>
    public string? JwtAudience { get; set; }

    /// <summary>Which client of the issuer it must be from; null accepts all that the issuer gives a token for this audience.</summary>
    public string? JwtClientId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public int Version { get; set; } = 1;
}

public enum IdentityProvider { Generic, Entra, Okta, OneLogin, Google, JumpCloud, Ping, [JsonStringEnumMemberName("workos")] WorkOs }

/// <summary>Directory, configuration and tenant share one environment (Orgvue rules §5).</summary>
public enum OrgvueEnvironment { Staging, Production }

/// <summary>The names of the profiles that <c>Scim.Profile</c> defines.</summary>
public enum DirectoryProfile { Tolerant, Strict, [JsonStringEnumMemberName("workos")] WorkOs, Interop }

public enum DirectoryState { Linked, Unlinked, Deleting }
