using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>One change of one thing. Of a thing that was changed, before and after hold what differs; of an account, all of it.</summary>
/// <param name="Source">The address that the request came from.</param>
/// <param name="Request">The request, or the verb of the command line.</param>
/// <param name="RunId">The run that made the change; null for what was done by hand or by an identity provider.</param>
public sealed record AuditView(
    string EntryId, DateTimeOffset At, string Actor, string? Source, string? Request, string? RunId, AuditAction Action, AuditSubject Subject,
    string SubjectId, string? Name, string? DirectoryId, string? TenantId, OrgvueEnvironment? Environment, JsonObject? Before, JsonObject? After)
{
    internal static AuditView Of(AuditEntry a, string? directory, Tenant? tenant) => new(
        a.Id.ToString(), a.At, a.Actor, a.Source, a.Request, a.RunId?.ToString(), a.Action, a.Subject, a.SubjectId, a.Name, directory,
        tenant?.TenantId, tenant?.Environment, Json(a.Before), Json(a.After));

    static JsonObject? Json(string? text) => text is null ? null : JsonNode.Parse(text)!.AsObject();
}
