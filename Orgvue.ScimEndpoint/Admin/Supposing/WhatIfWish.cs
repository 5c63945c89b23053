using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Supposing;

/// <summary>What would be different: configurations, by their tenants, and names of groups.</summary>
public sealed record WhatIfWish
{
    const int MostConfigurations = 100;
    const int MostGroups = 1000;
    internal const int LongestName = 1024;

    /// <summary>Changes of the directory's configurations, as a PATCH of one takes them; each names its tenant.</summary>
    public IReadOnlyList<ConfigurationEdit?>? Configurations { get; init; }

    public IReadOnlyList<GroupRename?>? Groups { get; init; }

    internal void Check()
    {
        var checks = new Checks();
        if ((Configurations?.Count ?? 0) + (Groups?.Count ?? 0) == 0)
            checks.Add("", "required", "Give \"configurations\" or \"groups\": what would be different.");
        if (Configurations?.Count > MostConfigurations) checks.Add("configurations", "length", $"{MostConfigurations} are allowed.");
        if (Groups?.Count > MostGroups) checks.Add("groups", "length", $"{MostGroups} are allowed.");
        checks.Refuse();
        foreach (var (i, edit) in (Configurations ?? []).Index()) Check(checks, $"configurations[{i}].", edit);
        foreach (var (i, group) in (Groups ?? []).Index()) Check(checks, $"groups[{i}].", group);
        checks.Refuse();
    }

    static void Check(Checks checks, string at, ConfigurationEdit? edit)
    {
        if (string.IsNullOrWhiteSpace(edit?.TenantId)) checks.Add($"{at}tenantId", "required", "Name the tenant whose configuration would be different.");
        edit?.LookAt(checks, at);
    }

    static void Check(Checks checks, string at, GroupRename? group)
    {
        checks.Text($"{at}newDisplayName", group?.NewDisplayName, LongestName);
        if (group?.Id is null == group?.DisplayName is null) checks.Add($"{at}id", "required", "Name the group by its \"id\" or by its \"displayName\".");
    }
}

/// <summary>A group that would have another name.</summary>
public sealed record GroupRename
{
    public string? Id { get; init; }

    /// <summary>The name that it has now, in any case; instead of the id.</summary>
    public string? DisplayName { get; init; }

    public string? NewDisplayName { get; init; }
}
