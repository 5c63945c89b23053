using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.WorkOs.Api;
using Swashbuckle.AspNetCore.SwaggerGen;
using static Orgvue.ScimEndpoint.Http.OpenApi.Shapes;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>Where WorkOS's webhooks come in. The body is read as bytes, so the action says nothing of it by itself.</summary>
sealed class IncomingWebhook : IOperationFilter
{
    const string Json = "application/json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor is not ControllerActionDescriptor action
            || action.ControllerTypeInfo.AsType() != typeof(IncomingWebhooksController)) return;
        var any = new OpenApiSchema { Type = JsonSchemaType.Object };
        operation.Security = [SecurityFilter.Requires(SecurityFilter.WorkOsSignature, context.Document)];
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = Content(Json, any, new Example("event", "A user was deactivated", Event)),
        };
        operation.Responses = new()
        {
            ["200"] = Response("It is stored.", Content(Json, any, new Example("answer", "An answer", new JsonObject { ["received"] = true }))),
            ["400"] = Response("It is no event; the answer says which field. Nothing is stored."),
            ["401"] = Response("The signature is missing, malformed, wrong, or out of time; which, is in the log."),
            ["404"] = Response("There is no such directory, or it is not linked."),
            ["413"] = Response("The body is larger than 1 MB."),
            ["503"] = Response("It could not be stored: send it again."),
        };
    }

    static JsonObject Event => new()
    {
        ["object"] = "event", ["id"] = "event_01KVN0RGVVE0EVENT0000000009", ["event"] = "dsync.user.updated",
        ["data"] = new JsonObject
        {
            ["object"] = "directory_user", ["id"] = "directory_user_01KVN0RGVVE0VSER0000000001", ["directory_id"] = "directory_01KVN0RGVVE0D1RECT0RY00001",
            ["organization_id"] = "org_01KVN0RGVVE0RGAN1ZAT10N001", ["idp_id"] = "8e1f0c7a-5a0f-4c53-9d5e-2d1f3f0d0001", ["email"] = "ada@contoso.example",
            ["first_name"] = "Ada", ["last_name"] = "Lovelace", ["state"] = "inactive", ["custom_attributes"] = new JsonObject(),
            ["created_at"] = "2026-11-23T20:00:00.000Z", ["updated_at"] = "2026-11-23T20:05:00.000Z",
            ["previous_attributes"] = new JsonObject { ["state"] = "active" },
        },
        ["created_at"] = "2026-11-23T20:05:00.000Z", ["context"] = new JsonObject(),
    };
}
