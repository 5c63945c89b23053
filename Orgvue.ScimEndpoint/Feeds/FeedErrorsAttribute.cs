using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Feeds;

/// <summary>Refusals in OData's shape, and no more in them than code and message.</summary>
public sealed class FeedErrorsAttribute : RefusalsAttribute
{
    public override IActionResult Answer(RefusalException refusal) => Answer(refusal.Status, refusal.Message);

    internal static IActionResult Answer(int status, string message) =>
        new ContentResult
        {
            StatusCode = status,
            ContentType = "application/json",
            Content = System.Text.Json.JsonSerializer.Serialize(
                new { error = new { code = status.ToString(CultureInfo.InvariantCulture), message } }),
        };
}
