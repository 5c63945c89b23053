using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.Controllers;
using Orgvue.ScimEndpoint.OrgvueSide;
using Orgvue.ScimEndpoint.WorkOs.Api;
using Swashbuckle.AspNetCore.SwaggerGen;
using static Orgvue.ScimEndpoint.Http.OpenApi.Shapes;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>The admin API and the Orgvue side: one media type a body, the refusals that all actions share, examples.</summary>
sealed class RestOperations : IOperationFilter
{
    const string Json = "application/json";
    const string Problems = "application/problem+json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor is not ControllerActionDescriptor action
            || action.ControllerTypeInfo.IsSubclassOf(typeof(ScimController)) || action.ControllerTypeInfo.IsSubclassOf(typeof(WorkOsApi))) return;
        var isOrgvue = action.ControllerTypeInfo.GetCustomAttributes(typeof(OrgvueErrorsAttribute), true).Length > 0;
        var refusal = context.SchemaGenerator.GenerateSchema(isOrgvue ? typeof(OrgvueErrors) : typeof(Admin.Problem), context.SchemaRepository);
        operation.Responses ??= [];

        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? []) Explain(parameter);
        if (operation.RequestBody is OpenApiRequestBody body)
        {
            body.Required = true;
            if (body.Content is { Count: > 0 } content) body.Content = Content(Json, content.First().Value.Schema!, RestExamples.Of(operation.OperationId!));
        }
        foreach (var response in operation.Responses.Values.OfType<OpenApiResponse>())
            if (response.Content is { Count: > 0 } content && !content.ContainsKey("text/csv"))
                response.Content = Content(Json, content.First().Value.Schema!);

        foreach (var status in operation.Responses.Keys.Where(s => s[0] == '4').Concat(Shared(operation)).Distinct().ToList())
            operation.Responses[status] = Refused(int.Parse(status, CultureInfo.InvariantCulture), refusal, isOrgvue);
        var sorted = operation.Responses.OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        operation.Responses = [];
        foreach (var (status, response) in sorted) operation.Responses[status] = response;
    }

    // Any action is refused without the key; one with a body, without JSON; one with a cursor, with a cursor that is none.
    static IEnumerable<string> Shared(OpenApiOperation operation)
    {
        yield return "401";
        if (operation.RequestBody is not null || operation.Parameters?.Any(p => p.Name == "cursor") == true) yield return "400";
        if (operation.RequestBody is not null) yield return "415";
    }

    static OpenApiResponse Refused(int status, IOpenApiSchema schema, bool isOrgvue)
    {
        var (description, code, detail) = status switch
        {
            400 => ("What was sent is not valid; the answer says field by field what is.", "InvalidRequest", "limit: Expected a number from 1 to 1000."),
            401 => ("The admin key is missing or wrong.", "", "Send the admin key as: Authorization: Bearer <key>."),
            404 => ("There is no such thing here.", "NotFound", "There is nothing with that id here."),
            409 => ("It stands against something that is there already.", "Conflict", "That exists already."),
            415 => ("The body is not JSON.", "UnsupportedMediaType", "Send the body as application/json."),
            _ => (ReasonPhrases.GetReasonPhrase(status), "Refused", "The request was refused."),
        };
        if (isOrgvue) return Response(description, Content(Json, schema, new Example("refused", description, Orgvue(status, detail))));
        return status == StatusCodes.Status401Unauthorized
            ? Unauthorized()
            : Response(description, Content(Problems, schema, new Example("refused", description, Problem(status, code, detail))));
    }

    /// <summary>Without the key the answer is a bare problem: no code, no fields.</summary>
    public static OpenApiResponse Unauthorized()
    {
        const string description = "The admin key is missing or wrong.";
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema> { ["type"] = Text(), ["title"] = Text(), ["status"] = Number(), ["detail"] = Text() },
        };
        return Response(description, Content(Problems, schema,
            new Example("refused", description, Problem(401, null, "Send the admin key as: Authorization: Bearer <key>."))));
    }

    static JsonObject Problem(int status, string? code, string detail)
    {
        var problem = new JsonObject { ["type"] = "about:blank", ["title"] = ReasonPhrases.GetReasonPhrase(status), ["status"] = status };
        if (code is not null) problem["code"] = code;
        problem["detail"] = detail;
        if (code is not null) problem["errors"] = new JsonArray();
        return problem;
    }

    static JsonObject Orgvue(int status, string detail)
    {
        var (name, code) = status switch
        {
            400 => ("ValidationFailed", "40001"),
            401 => ("AuthorizationHeaderEmpty", "40101"),
            404 => ("AccountNotFound", "40402"),
            409 => ("AccountAlreadyExists", "40901"),
            415 => ("UnsupportedMediaType", "41500"),
            _ => ("Refused", $"{status}00"),
        };
        return new() { ["errors"] = new JsonArray(new JsonObject { ["name"] = name, ["code"] = code, ["message"] = detail }) };
    }

    static void Explain(OpenApiParameter parameter)
    {
        parameter.Description ??= parameter.Name switch
        {
            "limit" => $"How many to show, 1 to {Rest.Paging.MaxLimit}; {Rest.Paging.DefaultLimit} otherwise.",
            "cursor" => "The nextCursor of the page before.",
            "directoryId" => "The directory's id.",
            "urn" => "The schema's URI, its slashes escaped.",
            "tokenId" => "The token's id, as the list shows it.",
            "tenantId" => "The tenant's id, such as ACME.",
            "accountId" => "The account's id.",
            "environment" => "Which tenant of that id: production, unless said otherwise.",
            "email" => "Only the account with this address, ignoring case.",
            "state" => "Which failures: open ones, unless said otherwise.",
            "id" => "The configuration's id.",
            "runId" => "The run's id.",
            _ => null,
        };
        if (parameter.Schema is not OpenApiSchema schema) return;
        IEnumerable<string> values = parameter.Name switch
        {
            "environment" => ["staging", "production"],
            "state" => ["open", "resolved", "all"],
            "action" => Enum.GetValues<Model.AuditAction>().Select(Rest.EnumNames.NameOf),
            "subject" => Enum.GetValues<Model.AuditSubject>().Select(Rest.EnumNames.NameOf),
            _ => [],
        };
        if (values.Any()) schema.Enum = [.. values.Select(v => (JsonNode)v)];
        if (parameter is { Name: "tenantId", In: ParameterLocation.Path }) parameter.Example = "ACME";
        if (parameter is { Name: "directoryId", In: ParameterLocation.Path }) parameter.Example = ScimExamples.Directory;
    }
}
