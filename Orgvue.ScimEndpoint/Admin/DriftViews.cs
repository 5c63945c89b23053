using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>An account that was added, edited or removed by hand, and how that ends.</summary>
/// <param name="Kind"><c>added</c>, <c>edited</c> or <c>removed</c>: what was done by hand.</param>
/// <param name="Outcome">What a run does, or did: <c>removed</c>, <c>restored</c>, <c>adopted</c>, <c>updated</c>, <c>disabled</c>.</param>
/// <param name="Undone">What does not stay as the hand left it: from what it was made by hand to what the run makes of it.</param>
/// <param name="Edits">What was done by hand since the last run, oldest first.</param>
public sealed record DriftView(
    string AccountId, string TenantId, string Email, string Kind, string Outcome, string? Why, IReadOnlyList<FieldChange> Undone,
    IReadOnlyList<HandEditView> Edits)
{
    internal static DriftView Of(Drift drift, string tenant, string outcome, string? why) => new(
        drift.AccountId, tenant, drift.Email, drift.Kind, outcome, why, drift.Undone, [.. drift.Edits.Select(HandEditView.Of)]);
}

/// <summary>One edit by hand: who, when, from where, and what it changed.</summary>
public sealed record HandEditView(
    string EntryId, DateTimeOffset At, string Actor, string? Source, string? Request, AuditAction Action, IReadOnlyList<FieldChange> Changes)
{
    internal static HandEditView Of(AuditEntry e) => new(
        e.Id.ToString(), e.At, e.Actor, e.Source, e.Request, e.Action, AccountPast.Differences(AccountPast.Of(e.Before), AccountPast.Of(e.After)));
}
