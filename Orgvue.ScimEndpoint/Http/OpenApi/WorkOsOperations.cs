using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.WorkOs.Api;
using Swashbuckle.AspNetCore.SwaggerGen;
using static Orgvue.ScimEndpoint.Http.OpenApi.Shapes;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>The emulated WorkOS API: what it answers, by example, and how it refuses.</summary>
sealed class WorkOsOperations : IOperationFilter
{
    const string Json = "application/json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor is not ControllerActionDescriptor action || !action.ControllerTypeInfo.IsSubclassOf(typeof(WorkOsApi))) return;
        var refusal = context.SchemaGenerator.GenerateSchema(typeof(WorkOsError), context.SchemaRepository);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? []) Explain(parameter);
        if (operation.RequestBody is OpenApiRequestBody { Content: { Count: > 0 } content } body)
        {
            body.Required = true;
            body.Content = Content(Json, content.First().Value.Schema!, RestExamples.Of(operation.OperationId!));
        }
        operation.Responses ??= [];
        if (WorkOsExamples.Of(operation.OperationId!) is { } shown)
            operation.Responses[operation.Responses.ContainsKey("201") ? "201" : "200"] = Response("OK", Content(Json, new OpenApiSchema { Type = JsonSchemaType.Object }, new Example("answer", "An answer", shown)));
        if (operation.OperationId == "WorkOsDirectories_Delete")
        {
            operation.Responses.Remove("200");
            operation.Responses["202"] = Response("The directory is torn down.");
        }
        foreach (var status in Refusals(operation).Concat(operation.Responses.Keys.Where(s => s[0] == '4')).Distinct().ToList())
            operation.Responses[status] = Refused(int.Parse(status, CultureInfo.InvariantCulture), refusal);
        var sorted = operation.Responses.OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        operation.Responses = [];
        foreach (var (status, response) in sorted) operation.Responses[status] = response;
    }

    static IEnumerable<string> Refusals(OpenApiOperation operation)
    {
        var parameters = (operation.Parameters ?? []).Select(p => p.Name).ToHashSet();
        yield return "401";
        yield return "403";
        if (parameters.Contains("after") || operation.RequestBody is not null) yield return "400";
        if (parameters.Overlaps(["id", "directoryId", "directory", "group", "user"])) yield return "404";
        if (parameters.Contains("limit") || operation.RequestBody is not null) yield return "422";
    }

    static OpenApiResponse Refused(int status, IOpenApiSchema schema)
    {
        var (description, code, message) = status switch
        {
            400 => ("What was sent cannot be read, or the cursor was never given.", "unknown_cursor", "after: no cursor of this list: 'directory_user_…'."),
            401 => ("The API key is missing or wrong.", "unauthorized", "The API key is missing or wrong. Send it as: Authorization: Bearer sk_…."),
            403 => ("The API is off.", "api_off", "The WorkOS API of this server is off: set WorkOs:ApiKey (environment variable WorkOs__ApiKey) and start the server again."),
            404 => ("There is no such thing here.", "entity_not_found", "Directory User not found: 'directory_user_…'."),
            409 => ("It stands against something that is there already.", "conflict", "That exists already."),
            422 => ("A parameter is not valid; the answer says which.", "invalid_request_parameters", "limit: Expected a number from 1 to 100."),
            _ => ("The request is refused.", "refused", "The request was refused."),
        };
        var body = new JsonObject { ["message"] = message, ["code"] = code };
        if (status == 422) body["errors"] = new JsonArray(new JsonObject { ["code"] = "invalid_limit", ["field"] = "limit" });
        return Response(description, Content(Json, schema, new Example("refused", description, body)));
    }

    static void Explain(OpenApiParameter parameter)
    {
        if (parameter.In == ParameterLocation.Path)
            parameter.Description ??= parameter.Name == "directoryId" ? "The directory's id." : "The id, as lists show it.";
        parameter.Description ??= parameter.Name switch
        {
            "organization_id" => "Only the directory of this organization.",
            "search" => "Only those whose name holds this, ignoring case.",
            "directory" => "Those of this directory.",
            "group" => "Those who are direct members of this group.",
            "user" => "Those that this user is a direct member of.",
            "idp_id" => "The one whom the identity provider knows by this.",
            "email" => "Those with this e-mail, ignoring case.",
            _ => null,
        };
        if (parameter is { Name: "order", Schema: OpenApiSchema order }) order.Enum = ["asc", "desc", "normal"];
    }
}
