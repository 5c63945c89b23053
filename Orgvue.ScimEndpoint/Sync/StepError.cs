using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>A step that could not be carried out, and why (rule B6).</summary>
sealed record StepError(SyncStep Step, Exception Error)
{
    public Guid? UserId => Step switch
    {
        SyncStep.Create create => create.UserId,
        SyncStep.Update update => update.UserId,
        _ => SyncApply.AccountOf(Step)?.UserId,
    };

    /// <summary>One failure for each user concerned that has no other; an account without a user stands for itself.</summary>
    public static IEnumerable<PlannedFailure> Failures(IReadOnlyList<StepError> errors, SyncSnapshot snapshot, SyncPlan plan)
    {
        if (errors.Count == 0) return [];
        var users = snapshot.Users.ToDictionary(u => u.Id);
        var failing = plan.Failures.Select(f => f.User.Id).ToHashSet();
        return errors
            .Select(e => e.UserId is { } id && users.TryGetValue(id, out var user) ? user : e.Nobody())
            .Where(user => failing.Add(user.Id))
            .Select(FailureText.InternalError);
    }

    /// <summary>What makes the next run, whatever it is for, look at the account again.</summary>
    public Change LookAgain(int directory, int tenant, DateTimeOffset now) => new()
    {
        DirectoryKey = directory, Kind = ChangeKind.AccountFailed, TenantKey = tenant, At = now, OpensWindow = false,
        UserId = UserId ?? Nobody().Id, AccountId = SyncApply.AccountOf(Step)?.Id, EmailKey = Fold.Key(Step.Email),
    };

    SyncUser Nobody() => new(UserId ?? SyncApply.AccountOf(Step)!.Id, Step.Email, Step.Email, Active: false, default, []);
}
