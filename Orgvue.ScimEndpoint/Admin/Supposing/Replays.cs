using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin.Supposing;

/// <summary>What became of one account: what a run did to it, or what a plan would do. Removed: no roles and not enabled.</summary>
/// <param name="Kind"><c>create</c>, <c>update</c>, <c>disable</c>, <c>remove</c>, or <c>none</c>.</param>
public sealed record AccountOutcome(string Kind, string Email, bool Enabled, IReadOnlyList<string> Roles);

/// <summary>What a run wrote into the audit trail, beside what a plan would do to what the run saw. Pure.</summary>
static class Replays
{
    /// <summary>By account: its id, or its folded e-mail where the run made it.</summary>
    public static Dictionary<string, AccountOutcome> Then(IEnumerable<AuditEntry> oldestFirst)
    {
        var found = new Dictionary<string, AccountOutcome>(StringComparer.Ordinal);
        foreach (var entry in oldestFirst)
        {
            var after = entry.After is null ? null : JsonNode.Parse(entry.After)!.AsObject();
            var key = entry.Action == AuditAction.Created ? Unicode.Fold.Key((string)after!["email"]!) : entry.SubjectId;
            found[key] = after is null
                ? new("remove", entry.Name ?? "", false, [])
                : new(KindOf(entry, after), (string)after["email"]!, (bool)after["enabled"]!, Names(after["roles"]));
        }
        return found;
    }

    static string KindOf(AuditEntry entry, JsonObject after) =>
        entry.Action == AuditAction.Created ? "create"
        : JsonNode.Parse(entry.Before!)!.AsObject() is var before && (bool)before["enabled"]! && !(bool)after["enabled"]! ? "disable"
        : "update";

    static List<string> Names(JsonNode? roles) =>
        [.. (roles as JsonArray ?? []).Select(r => (string)r!["role"]!).Order(StringComparer.Ordinal)];

    public static Dictionary<string, AccountOutcome> Now(IEnumerable<SyncStep> steps) => steps.ToDictionary(Key, Outcome, StringComparer.Ordinal);

    static string Key(SyncStep step) => SyncApply.AccountOf(step) is { } account ? account.Id.ToString() : Unicode.Fold.Key(step.Email);

    static AccountOutcome Outcome(SyncStep step) => step switch
    {
        SyncStep.Create create => new("create", create.Email, true, Roles(create.Roles)),
        SyncStep.Update update => new("update", update.Email, true, Roles(update.Roles)),
        SyncStep.Keep keep => new("update", keep.Email, keep.Account.Enabled, Roles(keep.Roles)),
        SyncStep.Disable disable => new(disable.Account.Enabled ? "disable" : "update", disable.Email, false, Roles(disable.Roles)),
        _ => new("remove", step.Email, false, []),
    };

    static List<string> Roles(IEnumerable<PlannedRole> roles) => [.. roles.Select(r => r.Role).Order(StringComparer.Ordinal)];

    /// <summary>The accounts that would be treated otherwise today, by e-mail.</summary>
    public static IReadOnlyList<ReplayDifference> Differences(Dictionary<string, AccountOutcome> then, Dictionary<string, AccountOutcome> now) =>
    [
        .. then.Keys.Union(now.Keys).Select(key => (Then: then.GetValueOrDefault(key), Now: now.GetValueOrDefault(key)))
            .Where(pair => !Same(pair.Then, pair.Now))
            .Select(pair => new ReplayDifference((pair.Then ?? pair.Now)!.Email, pair.Then, pair.Now))
            .OrderBy(d => d.Email, StringComparer.Ordinal),
    ];

    // A run tells of the accounts that it changed; one that the plan only notes as the user's need not have been.
    static bool Same(AccountOutcome? then, AccountOutcome? now) => then is null || now is null
        ? then == now
        : then.Email == now.Email && then.Enabled == now.Enabled && then.Roles.SequenceEqual(now.Roles)
            && (then.Kind == "remove") == (now.Kind == "remove");
}
