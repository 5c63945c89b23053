namespace Orgvue.ScimEndpoint.Roles;

/// <summary>In what way a group name almost reads as Orgvue's (M8).</summary>
public enum NearMissKind
{
    /// <summary>Letters of the prefix are missing, doubled, swapped or wrong: <c>IMAPP_</c> for <c>IAMAPP_</c>.</summary>
    WrongPrefixLetters,
    /// <summary>An invisible or leading character too many.</summary>
    StrayCharacter,
    /// <summary>The prefix is there, behind other text.</summary>
    StrayPrefix,
    /// <summary>A letter of another alphabet that looks the same.</summary>
    LookAlike,
    /// <summary>Dashes, spaces or dots where the prefix has <c>_</c>.</summary>
    WrongSeparator,
    /// <summary>The name ends, or the role begins, where the last <c>_</c> should be.</summary>
    MissingSeparator,
    /// <summary>The prefix is right, the tenant almost.</summary>
    UnknownTenant,
}

/// <summary>
/// A "did you mean" for the IAM administrator; it never grants anything (M8). Tenant is empty where several tenants share the prefix and
/// the name fits none of them.
/// </summary>
public sealed record NearMiss(string GroupName, string Suggestion, string Tenant, NearMissKind Kind, string Explanation)
{
    /// <summary>Whether the suggested name would give one of the two roles without which there is no account (M3).</summary>
    public bool GivesPlatformRole { get; init; }
}
