using Orgvue.ScimEndpoint.Admin.Explaining;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary>An explanation as a person reads it who never saw the product: what is, what to do, and then why.</summary>
static class ExplainText
{
    const int Width = 110;

    public static IEnumerable<string> Lines(Explanation of) =>
    [
        "WHAT HAPPENED",
        .. of.Summary.SelectMany(s => Wrapped("  ", s)),
        "",
        "WHAT TO DO",
        .. of.WhatToDo.Count == 0 ? ["  Nothing."] : of.WhatToDo.SelectMany((s, i) => Wrapped($"  {i + 1}. ", s)),
        "",
        "THE USER, as the identity provider pushed it",
        .. User(of),
        "",
        of.GroupsInAll == 0 ? "GROUPS: the user is in none" : $"GROUPS that the user is in ({of.GroupsInAll}), and what their names mean",
        .. of.Groups.SelectMany(Group),
        .. of.GroupsInAll > of.Groups.Count(g => g.Meaning != "NestedGroup") ? ["  … and more."] : Array.Empty<string>(),
        .. of.Tenants.SelectMany(Tenant),
        .. of.Failures.SelectMany(f => Failure(f, "FAILURE of no tenant in particular: ").Prepend("")),
        "",
        "The rules are numbered as in docs/role-mapping.md.",
    ];

    static IEnumerable<string> User(Explanation of)
    {
        var user = of.User;
        yield return Field("userName", $"{user.UserName}{(user.DisplayName is { } name && name != user.UserName ? $" ({name})" : "")}");
        yield return Field("id", user.UserId);
        if (user.ExternalId is { } external) yield return Field("externalId", external);
        yield return Field("signs in with", user.LoginEmail is { } email ? $"{email}, {AppliedRules.Step(user.LoginEmailFrom)}" : "nothing: there is no e-mail address");
        yield return Field("active", user.Active ? "yes" : "no");
        yield return Field("created", Instant(user.CreatedAt));
        foreach (var change in of.Changes)
        {
            yield return Field("changed", $"{Instant(change.At)}  {change.What}");
            yield return Field("", By(change));
        }
        foreach (var other in of.AlsoFound) yield return Field("not meant", $"{other.UserName} ({other.UserId}), who has the same as {other.By}");
    }

    static string By(ExplainedChange change) =>
        $"by {change.By}{(change.From is { } from ? $" from {from}" : "")}{(change.Request is { } request ? $": {request}" : "")}";

    static IEnumerable<string> Group(ExplainedGroup group) =>
    [
        $"  {group.Name}",
        .. Wrapped("      ", group.Sentence),
        // Where one configuration takes the group, what the others make of it is of no interest.
        .. group.Readings.Where(r => r.Takes || !group.Readings.Any(other => other.Takes))
            .Where(r => !(r.Nearest && group.DidYouMean is not null)).SelectMany(r => Wrapped($"        {r.TenantId}: ", r.Sentence)),
    ];

    static IEnumerable<string> Tenant(ExplainedTenant tenant) => tenant is { Standing: "Elsewhere", Account: null, OpenFailures: [], ManualEdits: [] }
        ? ["", $"TENANT {tenant.TenantId} (its groups begin with \"{tenant.EffectivePrefix}\")", .. Wrapped("  ", tenant.Outcome)]
        : Whole(tenant);

    static IEnumerable<string> Whole(ExplainedTenant tenant) =>
    [
        "",
        $"TENANT {tenant.TenantId} (its groups begin with \"{tenant.EffectivePrefix}\")",
        .. tenant.Roles.Count == 0 ? [Field("roles", "none")] : tenant.Roles.Select((r, i) => Field(i == 0 ? "roles" : "", $"{r.Role}, from {string.Join(" and ", r.Groups)}")),
        Field("platform role", tenant.PlatformRole ?? (tenant.Roles.Count == 0 ? "none" : "none: neither \"user\" nor \"admin\" is among the roles")),
        .. tenant.Rules.SelectMany((r, i) => Wrapped(Field(i == 0 ? "rules" : "", $"{r.Rule,-4}"), r.Sentence)),
        .. Account(tenant),
        .. Wrapped(Field("next run", ""), tenant.Held is { } held ? $"Held since {Instant(held.Since)}: {held.Because} If it were released: {tenant.NextRun.Sentence}" : tenant.NextRun.Sentence),
        Field("last run", tenant.LastRun is { } run ? Run(run) : "none yet"),
        .. tenant.ManualEdits.SelectMany(e => new[] { Field("by hand", $"{Instant(e.At)}  {e.What}"), Field("", $"{By(e)}; the next run undoes it") }),
        .. tenant.OpenFailures.SelectMany(f => Failure(f, Field("failure", ""))),
        .. tenant.PastFailures.Select(f => Field("past failure", $"{f.Code}, {Instant(f.FirstSeenAt)} to {Instant(f.ResolvedAt!.Value)}, seen {Times(f.Count)}")),
    ];

    static IEnumerable<string> Account(ExplainedTenant tenant)
    {
        if (tenant.Account is not { } account)
        {
            yield return Field("account", "none");
            yield break;
        }
        yield return Field("account", $"{account.Email}, {account.Status}{(account.PlatformRole is { } platform ? $", {platform}" : "")}, "
            + $"{(account.Source == AccountSource.Scim ? "from the directory" : "added by hand")}");
        yield return Field("", $"roles {(account.Roles.Count == 0 ? "none" : string.Join(", ", account.Roles.Select(r => r.Role)))}; "
            + $"last written by a run {(account.LastSyncedAt is { } synced ? Instant(synced) : "never")}");
    }

    static string Run(RunView run) => $"{Instant(run.FinishedAt)} {run.Status} ({run.Trigger}, {(run.Full ? "looked at everybody" : "looked at what had changed")})";

    static IEnumerable<string> Failure(FailureView failure, string start) => Wrapped(start,
        $"{failure.Code}, open since {Instant(failure.FirstSeenAt)}, last seen {Instant(failure.LastSeenAt)}, seen {Times(failure.Count)}: {failure.Reason}");

    static string Times(int count) => count == 1 ? "once" : $"{count} times";

    static string Field(string name, string text) => $"  {name,-15}{text}";

    static string Instant(DateTimeOffset at) => PlanText.Instant(at);

    /// <summary>A sentence after what stands before it, its further lines below its first.</summary>
    internal static IEnumerable<string> Wrapped(string start, string sentence)
    {
        var (line, indent) = (start, new string(' ', start.Length));
        foreach (var word in sentence.Split(' '))
        {
            if (line.Length + word.Length >= Width && line.Trim().Length > 0 && line != start)
            {
                yield return line.TrimEnd();
                line = indent;
            }
            line += word + " ";
        }
        yield return line.TrimEnd();
    }
}
