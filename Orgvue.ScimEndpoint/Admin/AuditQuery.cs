using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Which entries of the audit trail are wanted; what is not given does not matter.</summary>
public sealed record AuditQuery
{
    const int MaxText = 200;

    /// <summary>Only of this directory and what it holds; one that was deleted, too.</summary>
    [FromQuery(Name = "directoryId")]
    public string? DirectoryId { get; init; }

    /// <summary>Only of this tenant: its accounts and configurations.</summary>
    [FromQuery(Name = "tenantId")]
    public string? TenantId { get; init; }

    /// <summary>Only of staging, or of production.</summary>
    [FromQuery(Name = "environment")]
    public string? Environment { get; init; }

    /// <summary>Only of this kind of thing, such as <c>account</c>.</summary>
    [FromQuery(Name = "subject")]
    public string? Subject { get; init; }

    /// <summary>Only of the thing with this id.</summary>
    [FromQuery(Name = "subjectId")]
    public string? SubjectId { get; init; }

    /// <summary>Only by those whose name holds this text, such as <c>admin</c>, <c>run</c>, or the end of a token.</summary>
    [FromQuery(Name = "actor")]
    public string? Actor { get; init; }

    /// <summary>Only what this run did.</summary>
    [FromQuery(Name = "runId")]
    public string? RunId { get; init; }

    /// <summary>Only what was created, changed, or deleted.</summary>
    [FromQuery(Name = "action")]
    public string? Action { get; init; }

    /// <summary>Only of things whose name holds this text: an e-mail, a userName, a group's name.</summary>
    [FromQuery(Name = "name")]
    public string? Name { get; init; }

    /// <summary>Only from this instant on, or from the start of this day.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    /// <summary>Only up to this instant, or to the end of this day.</summary>
    [FromQuery(Name = "to")]
    public string? To { get; init; }

    /// <summary>Where the days are days, such as <c>Europe/Berlin</c>; UTC otherwise.</summary>
    [FromQuery(Name = "timeZone")]
    public string? TimeZone { get; init; }

    internal AuditFilter Checked()
    {
        var checks = new Checks();
        var zone = Moments.Zone(checks, TimeZone);
        var filter = new AuditFilter(
            DirectoryId, TenantId, Named<OrgvueEnvironment>(checks, "environment", Environment), Named<AuditSubject>(checks, "subject", Subject), SubjectId,
            Part(checks, "actor", Actor), Run(checks), Named<AuditAction>(checks, "action", Action), Part(checks, "name", Name),
            Moments.Start(checks, "from", From, zone), Moments.End(checks, "to", To, zone));
        if (filter is { From: { } from, To: { } to } && from > to) checks.Add("to", "range", "Expected a time that is not before \"from\".");
        checks.Refuse();
        return filter;
    }

    Guid? Run(Checks checks)
    {
        if (RunId is null) return null;
        if (Guid.TryParse(RunId, out var id)) return id;
        checks.Add("runId", "format", "Expected the id of a run, as the list of runs shows it.");
        return null;
    }

    internal static T? Named<T>(Checks checks, string field, string? name) where T : struct, Enum
    {
        if (name is null) return null;
        var value = EnumNames.Parse<T>(name);
        if (value is null) checks.Add(field, "format", $"Expected one of {EnumNames.Allowed<T>()}.");
        return value;
    }

    static string? Part(Checks checks, string field, string? text) => text is null ? null : checks.Text(field, text, MaxText);
}

/// <summary>The same, read.</summary>
sealed record AuditFilter(
    string? DirectoryId, string? TenantId, OrgvueEnvironment? Environment, AuditSubject? Subject, string? SubjectId, string? Actor, Guid? RunId,
    AuditAction? Action, string? Name, DateTimeOffset? From, DateTimeOffset? To);
