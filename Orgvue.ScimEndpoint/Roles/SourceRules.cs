namespace Orgvue.ScimEndpoint.Roles;

public enum SourceSeverity { Warning, Error }

/// <summary>What is wrong with a directory's configurations.</summary>
public enum SourceProblemCode
{
    InvalidTenantId, InvalidPrefix, PrefixConflict, TenantConflict, SingleTenantConflict,
    PrefixOverlap, PrefixNeverMatches, PrefixWithoutSeparator,
}

/// <summary>One finding: the rule it comes from, the tenants it is about, and whether it refuses the configuration or only warns.</summary>
public sealed record SourceProblem(
    string Rule, SourceProblemCode Code, SourceSeverity Severity, IReadOnlyList<string> Tenants, string Message);

/// <summary>Checks the enabled configurations of one directory, as data (M2, M5, M9).</summary>
public static class SourceRules
{
    public const int MaxPrefixLength = 200;
    const int MaxTenantLength = 30;

    /// <summary>All problems, errors first; the caller refuses on an error (409 for the conflicts) and shows the warnings.</summary>
    public static IReadOnlyList<SourceProblem> ProblemsOf(IReadOnlyList<RoleSource> sources) =>
    [
        .. sources.SelectMany(OfOne)
            .Concat(SingleTenants(sources))
            .Concat(Pairs(sources).SelectMany(pair => OfTwo(pair.First, pair.Second)))
            .OrderByDescending(problem => problem.Severity)
    ];

    /// <summary>A tenant id: <c>^[A-Z][A-Z0-9_]{0,29}$</c> (M1).</summary>
    public static bool IsTenantId(string id) =>
        id.Length is > 0 and <= MaxTenantLength && char.IsAsciiLetterUpper(id[0])
        && id.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    static IEnumerable<SourceProblem> OfOne(RoleSource source)
    {
        var (tenant, _, prefix) = source;
        if (!IsTenantId(tenant))
            yield return Error("M1", SourceProblemCode.InvalidTenantId,
                "A tenant id is a capital letter, then up to 29 capital letters, digits or underscores.", source);
        if (prefix.Length > MaxPrefixLength)
            yield return Error("M5", SourceProblemCode.InvalidPrefix, $"A prefix has at most {MaxPrefixLength} characters.", source);
        if (prefix.Any(char.IsControl))
            yield return Error("M5", SourceProblemCode.InvalidPrefix, "A prefix holds no control characters.", source);
        if (prefix.Length == 0) yield break;

        // Group names are trimmed before they are compared; the prefix is literal.
        if (char.IsWhiteSpace(prefix[0]))
            yield return Warning("M5", SourceProblemCode.PrefixNeverMatches,
                $"The prefix \"{prefix}\" begins with a space, and no trimmed group name does.", source);
        if (char.IsLetterOrDigit(prefix[^1]))
            yield return Warning("M5", SourceProblemCode.PrefixWithoutSeparator,
                $"The prefix \"{prefix}\" does not end with \"_\": the group \"{prefix}_user\" would give the role \"_user\".", source);
    }

    static IEnumerable<SourceProblem> SingleTenants(IReadOnlyList<RoleSource> sources)
    {
        RoleSource[] singles = [.. sources.Where(source => source.Mode == TenantMode.SingleTenant)];
        if (singles.Length > 1)
            yield return Error("M2", SourceProblemCode.SingleTenantConflict,
                "A directory has at most one single-tenant configuration.", singles);
    }

    static IEnumerable<SourceProblem> OfTwo(RoleSource first, RoleSource second)
    {
        if (first.Tenant.Equals(second.Tenant, StringComparison.OrdinalIgnoreCase))
            yield return Error("M9", SourceProblemCode.TenantConflict,
                $"The tenant {first.Tenant} has two enabled configurations; it may have one.", first, second);

        var (shorter, longer) = first.EffectivePrefix.Length <= second.EffectivePrefix.Length ? (first, second) : (second, first);
        var (start, whole) = (shorter.EffectivePrefix, longer.EffectivePrefix);
        if (!whole.StartsWith(start, StringComparison.OrdinalIgnoreCase)) yield break;
        yield return whole.Length == start.Length
            ? Error("M9", SourceProblemCode.PrefixConflict,
                $"The tenants {first.Tenant} and {second.Tenant} have the same effective prefix \"{whole}\".", first, second)
            : Warning("M9", SourceProblemCode.PrefixOverlap,
                $"The prefix \"{start}\" of {shorter.Tenant} starts \"{whole}\" of {longer.Tenant}: groups go to the longer one.",
                shorter, longer);
    }

    static IEnumerable<(RoleSource First, RoleSource Second)> Pairs(IReadOnlyList<RoleSource> sources) =>
        sources.SelectMany((first, index) => sources.Skip(index + 1).Select(second => (first, second)));

    static SourceProblem Error(string rule, SourceProblemCode code, string message, params RoleSource[] about) =>
        new(rule, code, SourceSeverity.Error, [.. about.Select(source => source.Tenant)], message);

    static SourceProblem Warning(string rule, SourceProblemCode code, string message, params RoleSource[] about) =>
        new(rule, code, SourceSeverity.Warning, [.. about.Select(source => source.Tenant)], message);
}
