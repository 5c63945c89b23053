using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Refusals as WorkOS writes them: always a message, a code in snake_case, and for parameters which field is wrong and why.</summary>
public sealed class WorkOsErrorsAttribute : RefusalsAttribute
{
    public override IActionResult Answer(RefusalException refusal)
    {
        var body = new JsonObject { ["message"] = refusal.Message, ["code"] = Snake(refusal.Code) };
        if (refusal.Errors.Count > 0)
            body["errors"] = new JsonArray([.. refusal.Errors.Select(e => new JsonObject { ["code"] = Snake(e.Rule), ["field"] = e.Field })]);
        return new WireJson(body, refusal.Status);
    }

    // What the framework refuses by itself comes with names like MethodNotAllowed.
    static string Snake(string code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code);
}

/// <summary>What the emulated WorkOS API answers when it refuses.</summary>
public sealed record WorkOsError(string Message, string Code, IReadOnlyList<WorkOsFieldError>? Errors);

/// <summary>What is wrong with one parameter.</summary>
public sealed record WorkOsFieldError(string Code, string Field);
