namespace Orgvue.ScimEndpoint.Model;

/// <summary>One change of one thing: who, when, from where, what, before and after. Written with the change, never changed, never deleted.</summary>
public sealed class AuditEntry
{
    /// <summary>0 where the thing belongs to no directory.</summary>
    public int DirectoryKey { get; set; }

    /// <summary>0 where the thing belongs to no tenant.</summary>
    public int TenantKey { get; set; }

    /// <summary>A UUIDv7: later entries have greater ids.</summary>
    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary><c>admin</c>, <c>token …1a2b</c>, <c>run</c>, <c>run asked for by admin</c>, <c>command line (root)</c>, or <c>server</c>.</summary>
    public required string Actor { get; set; }

    /// <summary>The address that the request came from; null where there was no request.</summary>
    public string? Source { get; set; }

    /// <summary>The request's method and path, or the verb of the command line; null where nobody asked.</summary>
    public string? Request { get; set; }

    /// <summary>The run that made the change.</summary>
    public Guid? RunId { get; set; }

    public AuditAction Action { get; set; }
    public AuditSubject Subject { get; set; }

    /// <summary>The id of the thing, as it is shown outside.</summary>
    public required string SubjectId { get; set; }

    /// <summary>By which a person knows it: an e-mail, a userName, a group's name.</summary>
    public string? Name { get; set; }

    /// <summary>JSON: of a thing that was changed, what was changed; of one that was deleted, all of it.</summary>
    public string? Before { get; set; }

    /// <summary>JSON: of a thing that was changed, what was changed; of one that was made, all of it.</summary>
    public string? After { get; set; }
}

public enum AuditAction { Created, Changed, Deleted }

public enum AuditSubject { Directory, Token, Configuration, Schema, Tenant, Account, User, Group, Members, Run, WebhookEndpoint, WorkOsLink, ApiKey, Administrator }
