using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Orgvue.ScimEndpoint.Benchmarks.Floor;

/// <summary>As much of SCIM's requests as the workloads send.</summary>
sealed class FloorRequests(FloorUsers users, FloorGroups groups)
{
    const string Users = "/scim/v2/Users", Groups = "/scim/v2/Groups";

    public async Task AnswerAsync(HttpContext context)
    {
        var (path, method) = (context.Request.Path.Value!, context.Request.Method);
        var isUser = path.StartsWith(Users, StringComparison.Ordinal);
        if (!isUser && !path.StartsWith(Groups, StringComparison.Ordinal))
        {
            await WriteAsync(context, path.EndsWith("/ServiceProviderConfig", StringComparison.Ordinal) ? 200 : 404, "{}"u8.ToArray());
            return;
        }
        var id = path.Length > (isUser ? Users : Groups).Length ? path[((isUser ? Users : Groups).Length + 1)..] : null;
        var query = context.Request.Query;
        switch (method, id, isUser)
        {
            case ("GET", null, true) when query.TryGetValue("filter", out var filter):
                await WriteAsync(context, 200, users.Find(filter.ToString().Split('"')[1]));
                break;
            case ("GET", null, true):
                await WriteAsync(context, 200, users.Page(Number(query["startIndex"], 1), Number(query["count"], 100)));
                break;
            case ("GET", { }, _):
                await WriteAsync(context, 200, isUser ? users.Get(id) : groups.Get(id, members: query["excludedAttributes"] != "members"));
                break;
            case ("POST", null, true):
                using (var body = await BodyAsync(context)) await WriteAsync(context, 201, users.Create(body.RootElement), otherwise: 409);
                break;
            case ("POST", null, false):
                using (var body = await BodyAsync(context)) await WriteAsync(context, 201, groups.Create(body.RootElement));
                break;
            case ("PATCH", { }, true):
                using (var body = await BodyAsync(context)) await WriteAsync(context, 200, users.Turn(id, Operations(body)[0].GetProperty("value"u8).GetBoolean()));
                break;
            case ("PATCH", { }, false):
                using (var body = await BodyAsync(context)) context.Response.StatusCode = groups.Change(id, Operations(body)) ? 204 : 404;
                break;
            case ("DELETE", { }, _):
                context.Response.StatusCode = (isUser ? users.Delete(id) : groups.Delete(id)) ? 204 : 404;
                break;
            default:
                context.Response.StatusCode = 405;
                break;
        }
    }

    static int Number(string? text, int otherwise) => int.TryParse(text, out var number) ? number : otherwise;

    static JsonElement Operations(JsonDocument body) => body.RootElement.GetProperty("Operations"u8);

    static Task<JsonDocument> BodyAsync(HttpContext context) => JsonDocument.ParseAsync(context.Request.Body);

    static async Task WriteAsync(HttpContext context, int status, byte[]? body, int otherwise = 404)
    {
        context.Response.StatusCode = body is null ? otherwise : status;
        if (body is null) return;
        context.Response.ContentType = "application/scim+json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
