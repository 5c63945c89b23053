namespace Orgvue.ScimEndpoint.Model;

/// <summary>A SCIM Group: a role, once its prefix is stripped. Its members are rows of their own and are never loaded to change one.</summary>
public sealed class DirectoryGroup
{
    public int DirectoryKey { get; set; }
    public Guid Id { get; set; }
    public required string DisplayName { get; set; }

    /// <summary><see cref="DisplayName"/> folded; unique in the directory, as Entra and Okta look groups up by it.</summary>
    public required string DisplayNameKey { get; set; }

    public string? ExternalId { get; set; }

    /// <summary>The canonical SCIM document without id, meta and members, as JSON text.</summary>
    public required string Document { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>One membership of a user, or of a nested group, which is stored and shown but gives no role (rule M11).</summary>
public sealed class GroupMember
{
    public int DirectoryKey { get; set; }
    public Guid GroupId { get; set; }
    public Guid MemberId { get; set; }
    public MemberKind Kind { get; set; }
}

public enum MemberKind { User, Group }
