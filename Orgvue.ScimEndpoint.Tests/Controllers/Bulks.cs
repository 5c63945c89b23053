using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Bulk requests, an operation a line.</summary>
static class Bulks
{
    public const string Unknown = "019ab000-0000-7000-8000-000000000000";

    public static object Post(string path, string bulkId, object data) => new { method = "POST", path, bulkId, data };

    public static object Put(string path, object data, string? version = null) => new { method = "PUT", path, version, data };

    public static object Patch(string path, object operation, string? version = null) => new { method = "PATCH", path, version, data = Pushes.Patch(operation) };

    public static object Delete(string path, string? version = null) => new { method = "DELETE", path, version };

    public static object Add(params string[] members) => new { op = "add", path = "members", value = members.Select(id => new { value = id }) };

    /// <summary>The results of a request that is served.</summary>
    public static async Task<JsonArray> BulkAsync(this TestDirectory directory, int? failOnErrors, params object[] operations)
    {
        var answer = await directory.Scim.PostAsync("Bulk",
            new { schemas = new[] { "urn:ietf:params:scim:api:messages:2.0:BulkRequest" }, failOnErrors, Operations = operations }, HttpStatusCode.OK);
        Assert.Equal(["urn:ietf:params:scim:api:messages:2.0:BulkResponse"], answer["schemas"]!.AsArray().Select(s => (string)s!));
        return answer["Operations"]!.AsArray();
    }

    public static Task<JsonArray> BulkAsync(this TestDirectory directory, params object[] operations) => directory.BulkAsync(null, operations);

    /// <summary>A body as text, for what no serializer would write.</summary>
    public static Task<HttpResponseMessage> SendBulkAsync(this TestDirectory directory, string body)
    {
        var content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        return directory.Scim.PostAsync("Bulk", content);
    }

    public static string[] Statuses(this JsonArray results) => [.. results.Select(r => (string)r!["status"]!)];

    public static string IdOf(this JsonNode? result) => ((string)result!["location"]!).Split('/')[^1];

    public static string Detail(this JsonNode? result) => (string)result!["response"]!["detail"]!;

    public static async Task<string[]> MembersAsync(this TestDirectory directory, string group) =>
        [.. ((await directory.Scim.GetAsync($"Groups/{group}", HttpStatusCode.OK))["members"] as JsonArray ?? []).Select(m => (string)m!["value"]!).Order()];
}
