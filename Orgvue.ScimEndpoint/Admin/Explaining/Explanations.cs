using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>What was read of a user → what there is to say of it. Pure.</summary>
static class Explanations
{
    public static Explanation Of(UserFacts facts)
    {
        var user = facts.User;
        var document = JsonNode.Parse(user.Document)!.AsObject();
        var by = user.LoginEmail is null ? null : LoginEmail.Found(document)?.By;
        var mapper = new RoleMapper(Planning.Sources(facts.Configurations.Where(c => c.Enabled)));
        var tenants = facts.Tenants.Select(t => TenantExplanations.Of(facts, t, by)).ToList();
        return new(
            facts.DirectoryId,
            Summary(facts, tenants), Advice.Of(facts, tenants),
            new(user.Id.ToString(), user.UserName, user.ExternalId, user.DisplayName, user.LoginEmail, by, user.Active != false, user.CreatedAt,
                user.UpdatedAt, facts.By),
            [.. ChangesOf(facts).OrderByDescending(c => c.At)],
            facts.GroupsInAll,
            [
                .. facts.Groups.Select(g => GroupReadings.Of(g.Id, g.Name, mapper, facts.Configurations)),
                .. facts.Nested.Select(n => GroupReadings.Nested(n.Id, n.Name, n.Through, mapper)),
            ],
            tenants, [.. facts.Failures.Select(f => FailureView.Of(f, facts.DirectoryId))], WindowView.Of(facts.Window), facts.Also);
    }

    static List<string> Summary(UserFacts facts, List<ExplainedTenant> tenants)
    {
        var name = facts.User.UserName;
        if (tenants.Count == 0) return [$"{name} gets no account: the directory has no enabled configuration, so nobody of it does (B9)."];
        if (tenants.TrueForAll(t => t.Code == FailureCode.NoTenantGroup))
            return tenants.Exists(t => t.Account is not null)
                ? [.. tenants.Select(t => t.Outcome)]
                : [$"{name} gets no account in any tenant: none of the user's groups gives a role in any of them ({FailureCode.NoTenantGroup})."];
        var concerned = tenants.Where(t => t.Standing != nameof(Standing.Elsewhere) || t.Account is not null).ToList();
        return [.. (concerned.Count == 0 ? tenants : concerned).Select(t => t.Outcome)];
    }

    static IEnumerable<ExplainedChange> ChangesOf(UserFacts facts)
    {
        if (facts.UserChange is { } last) yield return Change(last, UserChanged(facts.User.UserName, last));
        foreach (var entry in facts.MembershipChanges)
            yield return Change(entry, Joined(entry, facts.User.Id)
                ? $"{facts.User.UserName} was added to the group {GroupName(facts, entry)}."
                : $"{facts.User.UserName} was removed from the group {GroupName(facts, entry)}.");
    }

    internal static ExplainedChange Change(AuditEntry entry, string what) => new(entry.At, entry.Actor, entry.Source, entry.Request, what);

    static string UserChanged(string name, AuditEntry entry)
    {
        if (entry.Action == AuditAction.Created) return $"{name} was created.";
        var attributes = Names(entry.Before).Union(Names(entry.After)).Take(10).ToList();
        return $"{name} was changed: {string.Join(", ", attributes)}.";
    }

    static IEnumerable<string> Names(string? json) => json is null ? [] : JsonNode.Parse(json)!.AsObject().Select(p => p.Key);

    static bool Joined(AuditEntry entry, Guid user) => entry.After?.Contains(user.ToString(), StringComparison.Ordinal) == true;

    static string GroupName(UserFacts facts, AuditEntry entry) =>
        facts.Groups.FirstOrDefault(g => g.Id.ToString() == entry.SubjectId)?.Name ?? entry.Name ?? entry.SubjectId;
}
