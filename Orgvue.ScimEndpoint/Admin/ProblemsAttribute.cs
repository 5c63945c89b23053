using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Refusals as problem+json (RFC 9457), with a <c>code</c> and, field by field, the rule that was broken.</summary>
public sealed class ProblemsAttribute : RefusalsAttribute
{
    static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public override IActionResult Answer(RefusalException refusal) => new JsonResult(
        new Problem("about:blank", ReasonPhrases.GetReasonPhrase(refusal.Status), refusal.Status, refusal.Code, refusal.Message, refusal.Errors), Web)
    {
        StatusCode = refusal.Status, ContentType = "application/problem+json",
    };
}

/// <summary>What the admin API answers when it refuses.</summary>
public sealed record Problem(string Type, string Title, int Status, string Code, string Detail, IReadOnlyList<FieldError> Errors);
