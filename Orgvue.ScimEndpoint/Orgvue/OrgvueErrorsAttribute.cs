using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.OrgvueSide;

/// <summary>Refusals as Orgvue writes them: a list of name, code and message, the code a string that begins with the status.</summary>
public sealed class OrgvueErrorsAttribute : RefusalsAttribute
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public override IActionResult Answer(RefusalException refusal) =>
        new JsonResult(new OrgvueErrors(Of(refusal)), Web) { StatusCode = refusal.Status };

    static List<OrgvueError> Of(RefusalException refusal)
    {
        var (name, code) = Named(refusal);
        return refusal.Errors.Count == 0
            ? [new(name, code, refusal.Message)]
            : [.. refusal.Errors.Select(e => new OrgvueError(name, code, e.Field.Length == 0 ? e.Message : $"{e.Field}: {e.Message}"))];
    }

    static (string Name, string Code) Named(RefusalException refusal) => refusal.Status switch
    {
        400 => ("ValidationFailed", "40001"),
        404 when refusal.Code == "TenantNotFound" => ("TenantNotFound", "40401"),
        404 when refusal.Code == "AccountNotFound" => ("AccountNotFound", "40402"),
        404 => ("ResourceNotFound", "40400"),
        405 => ("MethodNotAllowed", "40500"),
        409 => ("AccountAlreadyExists", "40901"),
        415 => ("UnsupportedMediaType", "41500"),
        _ => (refusal.Code, $"{refusal.Status}00"),
    };
}

/// <summary>The body of every refusal on the Orgvue side.</summary>
public sealed record OrgvueErrors(IReadOnlyList<OrgvueError> Errors);

/// <summary>One thing that is wrong.</summary>
public sealed record OrgvueError(string Name, string Code, string Message);
