using System.Globalization;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>What is said of each event: what happened, where, and what to do. Pure.</summary>
public static class Notices
{
    /// <summary>How many users a notice lists; the counts count all.</summary>
    public const int MostUsers = 20;

    const int MostNames = 10;
    const int MostGroups = 20;
    const int MostOfReason = 500;

    public static Notice FailuresOpened(Place place, Guid run, IReadOnlyList<SyncFailure> opened)
    {
        var causes = opened.GroupBy(f => f.Code).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        var lines = causes.Select(cause =>
            $"• {cause.Key}, {Words.Count(cause.Count(), "user")}: {Names([.. cause.Select(Who)])}. {Sentence(Words.Short(cause.First().Reason, MostOfReason))} What to do: {Remedy([.. cause])}");
        return new(
            $"{Words.Count(opened.Select(f => f.UserId).Distinct().Count(), "user")} cannot be synced to {place}.\n{string.Join('\n', lines)}",
            Of(place, run, opened, f => new()
            {
                ["email"] = f.Email, ["groups"] = new JsonArray([.. f.Groups.Take(MostGroups).Select(g => JsonValue.Create(g))]),
                ["reason"] = f.Reason, ["remedy"] = f.Remedy,
            }));
    }

    /// <param name="stillFailing">Users who fail for another reason now.</param>
    public static Notice FailuresResolved(Place place, Guid run, IReadOnlyList<SyncFailure> resolved, IReadOnlySet<Guid> stillFailing) => new(
        $"{Words.Count(resolved.Count, "failure")} resolved in {place}: "
            + Names([.. resolved.Select(f => Who(f) + (stillFailing.Contains(f.UserId) ? " (fails for another reason now)" : ""))])
            + ". Nothing is to be done about them any more.",
        Of(place, run, resolved, f => new()
        {
            ["email"] = f.Email, ["stillFailing"] = stillFailing.Contains(f.UserId), ["firstSeenAt"] = f.FirstSeenAt.UtcDateTime,
        }));

    public static Notice RunHeld(Place place, SyncRun run) => new(
        $"The run of {place} is held; nothing of it was applied. {Sentence(run.HeldBecause)} It would {Plan(run)}.\n"
            + $"What to do: look at the preview, then release exactly that plan (sync release {run.Id} --plan {run.PlanHash}) or discard it (sync discard {run.Id}).",
        Of(place, run, ["heldBecause", "planHash"]));

    public static Notice RunReleased(Place place, SyncRun run) => new(
        $"The held run of {place} was released by {Words.Short(run.DecidedBy ?? "somebody")} and carried out: {Done(run)}.",
        Of(place, run, ["heldBecause", "decidedBy"]));

    public static Notice RunDiscarded(Place place, SyncRun run) => new(
        $"The held run of {place} was discarded by {Words.Short(run.DecidedBy ?? "somebody")}: it did not happen. "
            + "The next change has everybody looked at again, and may be held in turn.",
        Of(place, run, ["heldBecause", "decidedBy"]));

    public static Notice RunFailed(Place place, SyncRun run) => new(
        $"The run of {place} failed: {Sentence(run.Error)} Accounts are as they were, the changes stay pending.\n"
            + $"What to do: look for run {run.Id} in the server's log if it does not succeed within minutes.",
        Of(place, run, ["error"]));

    public static Notice ReconcileDiffers(Place place, SyncRun run, int accounts)
    {
        var data = Of(place, run, []);
        data["accounts"] = accounts;
        return new(
            $"A full look at {place} found {Words.Count(accounts, "account")} otherwise than following the changes had left them. "
                + (run.Status == SyncRunStatus.Held ? "The run that would put them right is held." : "The run put them right.")
                + $"\nWhat to do: this is a defect of the server; report it with what its log says of run {run.Id}.",
            data);
    }

    public static Notice TokenExpiring(Place place, DirectoryToken token, DateTimeOffset now)
    {
        var left = token.ExpiresAt!.Value - now;
        var data = place.ToJson();
        data["tokenId"] = token.Id;
        data["kind"] = token.Kind == TokenKind.Bearer ? "bearer" : "clientSecret";
        data["suffix"] = token.Suffix;
        data["expiresAt"] = token.ExpiresAt.Value.UtcDateTime;
        data["lastUsedAt"] = token.LastUsedAt?.UtcDateTime;
        return new(
            $"The {(token.Kind == TokenKind.Bearer ? "token" : "client secret")} …{token.Suffix} of {place} {(left <= TimeSpan.Zero ? "expired" : "expires")} on {Time(token.ExpiresAt.Value)}{In(left)}; "
                + $"{(token.LastUsedAt is { } used ? $"it was last used on {Time(used)}" : "it was never used")}. "
                + "Without a valid one the identity provider can push nothing.\n"
                + $"What to do: issue a new one (token new --directory {place.DirectoryId}{(token.Kind == TokenKind.Bearer ? "" : " --client-secret")}), give it to the identity provider, then revoke this one.",
            data);
    }

    public static Notice Test(Guid endpoint) => new(
        "This is a test of the SCIM server's notifications. If you read it, they arrive here; nothing is to be done.", new() { ["webhookId"] = endpoint });

    static JsonObject Of(Place place, Guid run, IReadOnlyList<SyncFailure> failures, Func<SyncFailure, JsonObject> more)
    {
        var data = place.ToJson();
        data["runId"] = run;
        data["count"] = failures.Count;
        data["byCode"] = new JsonObject(failures.GroupBy(f => f.Code).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => KeyValuePair.Create(g.Key, (JsonNode?)JsonValue.Create(g.Count()))));
        data["users"] = new JsonArray([.. failures.Take(MostUsers).Select(f =>
        {
            var user = new JsonObject
            {
                ["failureId"] = f.Id, ["userId"] = f.UserId, ["userName"] = f.UserName, ["code"] = f.Code,
                // A failure of the directory belongs to no tenant in particular (rule A4).
                ["tenantId"] = f.TenantKey is null ? null : place.Tenant,
            };
            foreach (var (name, value) in more(f).ToList()) user[name] = value?.DeepClone();
            return user;
        })]);
        data["notListed"] = Math.Max(0, failures.Count - MostUsers);
        return data;
    }

    static JsonObject Of(Place place, SyncRun run, string[] facts)
    {
        var data = place.ToJson();
        data["runId"] = run.Id;
        data["status"] = run.Status.ToString();
        data["trigger"] = run.Trigger.ToString();
        foreach (var (name, count) in Counts(run)) data[name] = count;
        foreach (var fact in facts)
            data[fact] = fact switch
            {
                "heldBecause" => run.HeldBecause,
                "planHash" => run.PlanHash,
                "decidedBy" => run.DecidedBy,
                _ => run.Error,
            };
        return data;
    }

    static (string Name, int Count)[] Counts(SyncRun run) =>
        [("created", run.Created), ("updated", run.Updated), ("disabled", run.Disabled), ("removed", run.Removed), ("failed", run.Failed)];

    static string Plan(SyncRun run) =>
        $"create {run.Created}, update {run.Updated}, disable {run.Disabled} and remove {Words.Count(run.Removed, "account")}";

    static string Done(SyncRun run) => string.Join(", ", Counts(run).Select(c => $"{c.Count} {c.Name}"));

    static string Who(SyncFailure failure) => Words.Short(failure.Email ?? failure.UserName);

    static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");

    // Remedies may name what the one user has; where they differ, the first stands for all.
    static string Remedy(IReadOnlyList<SyncFailure> failures) =>
        Words.Short(failures[0].Remedy, MostOfReason) + (failures.Any(f => f.Remedy != failures[0].Remedy) ? $" (said of {Who(failures[0])}; each failure has its own)" : "");

    static string Sentence(string? text) => text is null ? "" : text.TrimEnd('.', ' ') + ".";

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    static string In(TimeSpan left) => left <= TimeSpan.Zero ? ""
        : left >= TimeSpan.FromDays(2) ? $" (in {(int)left.TotalDays} days)"
        : $" (in {Words.Count(Math.Max(1, (int)left.TotalHours), "hour")})";
}
