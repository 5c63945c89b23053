using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>What an administrator should do about a user, most urgent first. Pure.</summary>
static class Advice
{
    public static IReadOnlyList<string> Of(UserFacts facts, IReadOnlyList<ExplainedTenant> tenants)
    {
        List<string> todo = [.. Prefixes(facts).Concat(Remedies(facts)).Distinct(StringComparer.Ordinal)];
        if (tenants.Any(t => t.Standing == nameof(Standing.Inactive)))
            todo.Add($"Nothing, if {facts.User.UserName} is to have no access. Otherwise activate the user in the identity provider.");
        if (todo.Count > 0 && facts.User.Active != false)
            todo.Add("What is changed here or in the identity provider is taken up by the next run, when the directory's delay is over; \"sync now\" runs at once.");
        else if (tenants.Any(t => t.NextRun.Kind != "none" && t.Held is null))
            todo.Add(facts.Window is { } window
                ? $"Nothing but wait: the next run is due at {Instant(window.DueAt)}. \"sync now\" runs at once."
                : "Nothing is due that would do what is outstanding; \"sync now\" does it.");
        foreach (var tenant in tenants)
        {
            if (tenant.Held is { } held)
                todo.Add($"The run of {tenant.TenantId} has been held since {Instant(held.Since)}: {held.Because} Look at the preview, then release or discard the run {held.RunId}.");
            if (tenant.LastRun is { Status: SyncRunStatus.Failed, Error: { } error }) todo.Add($"The last run of {tenant.TenantId} failed: {error}");
        }
        return todo;
    }

    // A wrong prefix is seldom one user's trouble: what mends it for all comes first.
    static IEnumerable<string> Prefixes(UserFacts facts) => facts.Tenants.Count == 0 ? [] : PrefixAdvice
        .Of(facts.Tenants[0].Planned.Snapshot.Users.Where(u => u.Id == facts.User.Id), [.. facts.Configurations.Where(c => c.Enabled)])
        .Select(a => a.Message);

    static IEnumerable<string> Remedies(UserFacts facts)
    {
        foreach (var tenant in facts.Tenants)
        {
            var user = tenant.Planned.Snapshot.Users.Single(u => u.Id == facts.User.Id);
            if (Reconciler.StandingOf(user, tenant.Planned.Snapshot, tenant.Planned.Target) is not Standing.Failed failed) continue;
            yield return failed.Failure.Remedy;
        }
        if (facts.Tenants.Count == 0)
            yield return facts.Configurations.Count == 0
                ? "Make a configuration that ties the directory to a tenant."
                : $"Enable the configuration of {string.Join(" or ", facts.Configurations.Select(c => c.Tenant!.TenantId))}.";
    }

    static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
