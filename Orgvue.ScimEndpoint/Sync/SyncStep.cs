namespace Orgvue.ScimEndpoint.Sync;

/// <summary>One thing a run does to one account, and why.</summary>
public abstract record SyncStep(string Email, string Why)
{
    public sealed record Create(Guid UserId, string Email, IReadOnlyList<PlannedRole> Roles, string Why) : SyncStep(Email, Why);

    /// <summary>Writes e-mail, roles and the link to the directory user, and enables the account.</summary>
    public sealed record Update(SyncAccount Account, Guid UserId, string Email, IReadOnlyList<PlannedRole> Roles, string Why)
        : SyncStep(Email, Why);

    public sealed record Disable(SyncAccount Account, IReadOnlyList<PlannedRole> Roles, string Why) : SyncStep(Account.Email, Why);

    /// <summary>Puts the roles in step with the groups and leaves the account as enabled as it was (rule A5, Keep).</summary>
    public sealed record Keep(SyncAccount Account, IReadOnlyList<PlannedRole> Roles, string Why) : SyncStep(Account.Email, Why);

    public sealed record Remove(SyncAccount Account, string Why) : SyncStep(Account.Email, Why);
}

/// <summary>A role and the groups that give it.</summary>
public sealed record PlannedRole(string Role, IReadOnlyList<string> SourceGroups);
