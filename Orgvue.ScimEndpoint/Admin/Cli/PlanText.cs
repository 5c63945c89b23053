using System.Globalization;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary>A plan as a person reads it: what will happen to whom, and what to do about what will not.</summary>
static class PlanText
{
    public static IEnumerable<string> Lines(PlanView plan)
    {
        yield return plan.DueAt is { } due
            ? $"The next run is due at {Instant(due)} ({plan.PendingChanges} {(plan.PendingChanges == 1 ? "change waits" : "changes wait")}). Nothing below has been done yet."
            : "Nothing waits for a run. This is what a run would do now.";
        foreach (var advice in plan.Advice)
        {
            yield return "";
            foreach (var line in ExplainText.Wrapped("LOOK HERE FIRST: ", advice.Message)) yield return line;
            yield return $"  what that would do:  sync what-if {string.Join(' ', advice.Tenants.Select(t => $"--tenant {t}"))} --prefix \"{advice.Seen}\"";
        }
        foreach (var line in plan.Tenants.SelectMany(Lines)) yield return line;
    }

    internal static IEnumerable<string> Lines(TenantPlanView tenant)
    {
        yield return "";
        yield return $"Tenant {tenant.TenantId} (groups that start with {tenant.EffectivePrefix})";
        yield return $"  {tenant.Summary}";
        if (tenant.Held is { } held)
        {
            yield return $"  HELD since {Instant(held.Since)}: {held.Because}";
            yield return $"    to carry it out:  sync release {held.RunId} --plan {tenant.PlanHash}";
            yield return $"    to drop it:       sync discard {held.RunId}";
        }
        else if (tenant.WouldBeHeld is { } why) yield return $"  WOULD BE HELD until somebody releases it: {why}";
        foreach (var create in tenant.Creates) yield return $"  + create   {create.Email}  {Roles(create.Roles)}";
        foreach (var update in tenant.Updates) yield return $"  ~ update   {Email(update)}  {Changes(update)}  ({update.Why})";
        foreach (var disable in tenant.Disables) yield return $"  o disable  {disable.Email}  ({disable.Why})";
        foreach (var removal in tenant.Removals) yield return $"  - remove   {removal.Email}  ({removal.Why})";
        foreach (var failure in tenant.Failures)
        {
            yield return $"  ! fails    {failure.UserName}: {failure.Reason}";
            foreach (var line in ExplainText.Wrapped("             what to do: ", failure.Remedy)) yield return line;
        }
        foreach (var warning in tenant.Warnings)
            foreach (var line in ExplainText.Wrapped($"  ? {warning.Code}: ", warning.Message)) yield return line;
        if (tenant.Truncated) yield return "  … and more; --limit shows more.";
    }

    static string Email(PlannedUpdate update) => update.EmailBefore is { } before ? $"{before} → {update.Email}" : update.Email;

    static string Changes(PlannedUpdate update)
    {
        var parts = update.RolesAdded.Select(r => $"+{r.Role}").Concat(update.RolesRemoved.Select(r => $"-{r}"));
        return string.Join(' ', update.Enables ? parts.Prepend("enabled") : parts);
    }

    static string Roles(IReadOnlyList<RoleView> roles) => string.Join(", ", roles.Select(r => r.Role));

    internal static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
