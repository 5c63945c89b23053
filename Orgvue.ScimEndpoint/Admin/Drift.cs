using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What hands have made of one account, and what a run makes of it. Pure.</summary>
/// <param name="Kind"><c>added</c>, <c>edited</c> or <c>removed</c> by hand.</param>
/// <param name="Undone">What does not stay as the hand has left it.</param>
sealed record Drift(string Kind, string AccountId, string Email, IReadOnlyList<AuditEntry> Edits, IReadOnlyList<FieldChange> Undone)
{
    /// <summary>Null when nothing of what was done by hand is undone.</summary>
    /// <param name="edits">The edits by hand since the last run, oldest first.</param>
    /// <param name="end">The account as a run leaves it; null when it removes it.</param>
    public static Drift? Of(IReadOnlyList<AuditEntry> edits, AccountPast? end)
    {
        var (before, now) = (AccountPast.Of(edits[0].Before), AccountPast.Of(edits[^1].After));
        var undone = AccountPast.Undone(before, now, end);
        if (undone.Count == 0) return null;
        var kind = now is null ? "removed" : before is null ? "added" : "edited";
        return new(kind, edits[^1].SubjectId, (now ?? before)?.Email ?? end!.Email, edits, undone);
    }
}
