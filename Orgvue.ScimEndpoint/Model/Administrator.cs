namespace Orgvue.ScimEndpoint.Model;

/// <summary>Somebody who signs in to the console with a name and a password that this server keeps, as a slow, salted hash.</summary>
public sealed class Administrator
{
    public Guid Id { get; set; }

    /// <summary>The audit trail says so of what is done by him.</summary>
    public required string Name { get; set; }

    /// <summary>The name without upper case: two people do not differ by case alone.</summary>
    public required string NameKey { get; set; }

    public ApiRole Role { get; set; }
    public required string PasswordHash { get; set; }

    /// <summary>Another one ends what he is signed in to: a new password, another role.</summary>
    public Guid Stamp { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset PasswordChangedAt { get; set; }
    public DateTimeOffset? SignedInAt { get; set; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int Failures { get; set; }

    /// <summary>Until when no password of his is right.</summary>
    public DateTimeOffset? LockedUntil { get; set; }
}
