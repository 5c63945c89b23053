using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>A group's name + configurations → what each makes of it, in words. Pure.</summary>
static class GroupReadings
{
    public static ExplainedGroup Of(Guid id, string displayName, RoleMapper mapper, IReadOnlyList<IamSyncConfiguration> configurations)
    {
        var meaning = mapper.MeaningOf(displayName);
        var (kind, tenant, role) = meaning switch
        {
            GroupMeaning.Mapped mapped => (nameof(GroupMeaning.Mapped), mapped.Tenant, mapped.Role),
            GroupMeaning.EmptyRole empty => (nameof(GroupMeaning.EmptyRole), empty.Tenant, (string?)null),
            GroupMeaning.InvalidRoleName invalid => (nameof(GroupMeaning.InvalidRoleName), invalid.Tenant, null),
            GroupMeaning.UnknownTenant => (nameof(GroupMeaning.UnknownTenant), null, null),
            _ => (nameof(GroupMeaning.NotOrgvue), (string?)null, null),
        };
        return new(id.ToString(), displayName, kind, tenant, role, Sentence(meaning, configurations), meaning.Hint?.Suggestion,
            [.. configurations.Select(c => Reading(displayName.Trim(), meaning, c, configurations))]);
    }

    /// <summary>A group whose members are a group that the user is in (M11).</summary>
    public static ExplainedGroup Nested(Guid id, string displayName, string through, RoleMapper mapper) => new(
        id.ToString(), displayName, "NestedGroup", null, null, mapper.RoleOf(displayName) is { } missed
            ? $"The user is in it only through the group \"{through}\", and groups in groups give no roles (M11): "
                + $"put the user into it directly if the role \"{missed.Role}\" in {missed.Tenant} is meant."
            : $"The user is in it only through the group \"{through}\"; it would give no role either way.",
        null, []);

    static string Sentence(GroupMeaning meaning, IReadOnlyList<IamSyncConfiguration> configurations) => meaning switch
    {
        GroupMeaning.Mapped { Hint: { } hint } mapped => $"Gives the role \"{mapped.Role}\" in {mapped.Tenant}. {hint.Explanation}",
        GroupMeaning.Mapped mapped when PlatformRole.Is(mapped.Role) => $"Gives the platform role \"{mapped.Role}\" in {mapped.Tenant}.",
        GroupMeaning.Mapped mapped => $"Gives the role \"{mapped.Role}\" in {mapped.Tenant}.",
        { Hint: { } hint } => $"Gives nothing. {hint.Explanation}",
        GroupMeaning.EmptyRole empty => $"Gives nothing: it names tenant {empty.Tenant} but no role after the prefix (M6).",
        GroupMeaning.InvalidRoleName invalid => $"Gives nothing: {invalid.Reason} (M7)",
        GroupMeaning.UnknownTenant unknown => $"Gives nothing: after \"{unknown.Prefix}\" it should name one of the tenants "
            + $"{string.Join(", ", configurations.Where(c => c.Enabled && c.Mode == ConfigurationMode.MultiTenant).Select(c => c.Tenant!.TenantId))}, "
            + $"then \"_\" and the role; \"{unknown.Rest}\" does not (M6).",
        _ => configurations.Any(c => c.Enabled)
            ? "Gives nothing: no configured prefix starts its name, so it is not one of Orgvue's groups (M1)."
            : "Gives nothing: the directory has no enabled configuration, so no group is Orgvue's (B9).",
    };

    static GroupReading Reading(
        string name, GroupMeaning meaning, IamSyncConfiguration configuration, IReadOnlyList<IamSyncConfiguration> all)
    {
        var source = Source(configuration);
        var takes = configuration.Enabled && TenantOf(meaning) == source.Tenant;
        var nearest = configuration.Enabled && meaning.Hint?.Tenant == source.Tenant;
        return new(source.Tenant, source.EffectivePrefix, configuration.Enabled, takes, nearest,
            Reading(name, meaning, source, configuration.Enabled, takes, nearest, all));
    }

    static string Reading(
        string name, GroupMeaning meaning, RoleSource source, bool enabled, bool takes, bool nearest, IReadOnlyList<IamSyncConfiguration> all)
    {
        var prefix = source.EffectivePrefix;
        var starts = name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        if (!enabled)
            return starts ? $"Starts with \"{prefix}\", but the configuration is disabled (B9)." : "The configuration is disabled (B9).";
        if (takes)
            return meaning switch
            {
                GroupMeaning.Mapped mapped => $"Starts with \"{prefix}\"; the rest is the role \"{mapped.Role}\" (M1).",
                GroupMeaning.InvalidRoleName invalid => $"Starts with \"{prefix}\", but the rest is no role (M7): {invalid.Reason}",
                _ => starts ? $"Starts with \"{prefix}\", and nothing follows (M6)." : $"Is \"{prefix}\" without its end, so no role follows (M6).",
            };
        if (nearest) return $"Almost starts with \"{prefix}\" (M8): {meaning.Hint!.Explanation}";
        if (starts)
            return TenantOf(meaning) is { } owner && all.FirstOrDefault(c => c.Enabled && c.Tenant!.TenantId == owner) is { } longer
                ? $"Starts with \"{prefix}\" too, but the longer \"{Source(longer).EffectivePrefix}\" of {owner} takes it (M1)."
                : $"Starts with \"{prefix}\", but gives nothing.";
        return source.Mode == TenantMode.MultiTenant && source.Prefix.Length > 0 && name.StartsWith(source.Prefix, StringComparison.OrdinalIgnoreCase)
            ? $"Starts with \"{source.Prefix}\", but \"{source.Tenant}_\" does not follow."
            : $"Does not start with \"{prefix}\".";
    }

    static RoleSource Source(IamSyncConfiguration c) => ConfigurationRules.Source(c.Tenant!.TenantId, c.Mode, c.GroupPrefix);

    static string? TenantOf(GroupMeaning meaning) => meaning switch
    {
        GroupMeaning.Mapped mapped => mapped.Tenant,
        GroupMeaning.EmptyRole empty => empty.Tenant,
        GroupMeaning.InvalidRoleName invalid => invalid.Tenant,
        _ => null,
    };
}
