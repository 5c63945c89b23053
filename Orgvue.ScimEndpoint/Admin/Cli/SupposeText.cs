using Orgvue.ScimEndpoint.Admin.Supposing;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary>What would be different, as a person reads it.</summary>
static class SupposeText
{
    public static IEnumerable<string> Lines(WhatIfView of) =>
    [
        "What would be different (nothing has been written):",
        .. of.Tenants.SelectMany(Tenant),
        .. of.Warnings.SelectMany(w => ExplainText.Wrapped($"  ? {w.Code}: ", w.Message)),
        "",
        "The plan as it would be:",
        .. of.Plan.Tenants.SelectMany(PlanText.Lines),
    ];

    static IEnumerable<string> Tenant(DifferenceView of) =>
    [
        $"  {of.Summary}",
        .. of.Creates.Select(c => $"    + create   {c.Email}  {string.Join(", ", c.Roles.Select(r => r.Role))}"),
        .. of.Updates.Select(u => $"    ~ update   {u.Email}  ({u.Why})"),
        .. of.Disables.Select(d => $"    o disable  {d.Email}  ({d.Why})"),
        .. of.Removals.Select(r => $"    - remove   {r.Email}  ({r.Why})"),
        .. of.NoLonger.Select(n => $"      not to {n.Kind}  {n.Email}"),
        .. of.Healed.Select(h => $"    * healed   {h.UserName} (now: {h.Code})"),
        .. of.NewlyFailing.Select(f => $"    ! fails    {f.UserName}: {f.Reason}"),
        .. of.NewlyHeld is { } held ? [$"    WOULD BE HELD until somebody releases it: {held}"] : Array.Empty<string>(),
        .. of.Truncated ? ["    … and more; --limit shows more."] : Array.Empty<string>(),
    ];

    public static IEnumerable<string> Lines(ReplayView of) =>
    [
        $"Run {of.RunId} of {of.TenantId}, {PlanText.Instant(of.Run.FinishedAt)}, {of.Run.Status}. Since then: "
            + $"{of.ConfigurationChangesSince} {(of.ConfigurationChangesSince == 1 ? "change" : "changes")} of configurations.",
        of.Summary,
        .. of.Differences.SelectMany(d => new[] { $"  {d.Email}", $"    then:   {Words(d.Then)}", $"    today:  {Words(d.Now)}" }),
        .. of.DifferencesInAll > of.Differences.Count ? [$"  … {of.DifferencesInAll} in all."] : Array.Empty<string>(),
    ];

    static string Words(AccountOutcome? of) => of switch
    {
        null => "left alone",
        { Kind: "remove" } => "removed",
        _ => $"{of.Kind}d, {(of.Enabled ? "active" : "disabled")}, with {(of.Roles.Count == 0 ? "no roles" : string.Join(", ", of.Roles))}",
    };
}
