using System.Globalization;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>The answer to a bulk request (RFC 7644 §3.7.3).</summary>
static class BulkResponse
{
    public static JsonObject Of(IEnumerable<BulkOutcome> outcomes, string root) => new()
    {
        ["schemas"] = new JsonArray(ScimUris.BulkResponse),
        ["Operations"] = new JsonArray([.. outcomes.Select(o => Of(o, root))]),
    };

    // The body of a success may be left out, and is: a thousand resources that the client has just sent would only be carried back.
    static JsonObject Of(BulkOutcome outcome, string root)
    {
        var shown = new JsonObject();
        // All but a failed POST have a location; where there is no such resource it is the one that was named.
        if (outcome.Path is { } path) shown["location"] = $"{root}/{string.Join('/', path.TrimStart('/').Split('/').Select(Uri.EscapeDataString))}";
        if (outcome.Operation.Method is { } method) shown["method"] = method;
        if (outcome.Operation.BulkId is { } bulkId) shown["bulkId"] = bulkId;
        if (outcome.ETag is { } etag) shown["version"] = etag;
        shown["status"] = outcome.Status.ToString(CultureInfo.InvariantCulture);
        if (outcome.Refusal is { } refusal) shown["response"] = ScimErrors.Body(refusal.Status, refusal.ScimType, refusal.Message);
        return shown;
    }
}
