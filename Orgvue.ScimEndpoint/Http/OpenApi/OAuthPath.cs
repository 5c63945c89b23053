using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.Security;
using Swashbuckle.AspNetCore.SwaggerGen;
using static Orgvue.ScimEndpoint.Http.OpenApi.Shapes;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>Where a directory's client gets its access tokens (RFC 6749 §4.4), by hand: OpenIddict answers it, and no action.</summary>
sealed class OAuthPath : IDocumentFilter
{
    const string Json = "application/json", Form = "application/x-www-form-urlencoded";

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var path = new OpenApiPathItem();
        path.AddOperation(HttpMethod.Post, new()
        {
            OperationId = "OAuth_Token",
            Summary = "Exchanges a directory's id and one of its client secrets for an access token, valid for an hour",
            Description = "For directories that accept client credentials (`PATCH /admin/api/directories/{directoryId}`, `authentication.clientCredentials`). The pair may come as HTTP Basic credentials, too.",
            Tags = new HashSet<OpenApiTagReference> { new(TagTexts.OAuth, swaggerDoc) },
            RequestBody = new OpenApiRequestBody { Required = true, Content = Content(Form, Wish, new Example("token", "A token", Asked)) },
            Responses = new()
            {
                ["200"] = Response("The access token.", Content(Json, Any, new Example("token", "A token", Given))),
                ["400"] = Response("The form is not valid (`invalid_request`, `unsupported_grant_type`).", Content(Json, Any, new Example("error", "Another grant", Error("unsupported_grant_type")))),
                ["401"] = Response("The id or the secret is not right (`invalid_client`).", Content(Json, Any, new Example("error", "A wrong secret", Error("invalid_client")))),
                ["429"] = Response("Too many requests from this address; Retry-After says for how many seconds."),
            },
        });
        swaggerDoc.Paths[OAuthSetup.TokenEndpoint] = path;
    }

    static OpenApiSchema Any => new() { Type = JsonSchemaType.Object };

    static OpenApiSchema Wish => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "grant_type", "client_id", "client_secret" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["grant_type"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [(JsonNode)"client_credentials"] },
            ["client_id"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The directory's id." },
            ["client_secret"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "One of its live client secrets." },
        },
    };

    static JsonObject Asked => new() { ["grant_type"] = "client_credentials", ["client_id"] = "directory_01KVN0RGVVE0D1RECT0RY00001", ["client_secret"] = "ovsecret_0123456789abcdef" };

    static JsonObject Given => new() { ["access_token"] = "CfDJ8…", ["token_type"] = "Bearer", ["expires_in"] = 3599 };

    static JsonObject Error(string code) => new() { ["error"] = code, ["error_description"] = "What was expected." };
}
