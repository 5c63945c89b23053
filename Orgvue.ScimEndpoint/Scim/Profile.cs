namespace Orgvue.ScimEndpoint.Scim;

/// <summary>By which rules the clients of a directory are served.</summary>
public sealed record Profile(string Name)
{
    /// <summary>The RFC, and every known deviation of a real identity provider.</summary>
    public static readonly Profile Tolerant = new("tolerant");

    /// <summary>The RFC and nothing else: deviations are refused with the error that the RFC has for them.</summary>
    public static readonly Profile Strict = new("strict") { RefusesDeviations = true };

    /// <summary>The rules of WorkOS's own SCIM endpoint, for those who test against it.</summary>
    public static readonly Profile WorkOs = new("workos") { IsWorkOs = true };

    /// <summary>draft-zollner-scim-interop-profile: every PATCH operation names its path, and what no schema knows is refused.</summary>
    public static readonly Profile Interop = new("interop") { RequiresPaths = true, RefusesUnknown = true };

    public static IReadOnlyList<Profile> All { get; } = [Tolerant, Strict, WorkOs, Interop];

    public bool RefusesDeviations { get; private init; }
    public bool RequiresPaths { get; private init; }
    public bool RefusesUnknown { get; private init; }
    public bool IsWorkOs { get; private init; }

    /// <summary>The profile of that name in any case; a directory cannot have another.</summary>
    public static Profile Named(string name) => All.First(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
