using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.Feeds;
using Swashbuckle.AspNetCore.SwaggerGen;
using static Orgvue.ScimEndpoint.Http.OpenApi.Shapes;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>The OData feeds, by hand: OData's own description has forty media types an answer.</summary>
sealed class FeedPaths : IDocumentFilter
{
    const string Json = "application/json";

    static readonly Feed[] Feeds =
    [
        new("Accounts", typeof(AccountRow), "All accounts of all tenants, flat",
            "TenantId eq 'ACME' and Enabled eq true", "Email,PlatformRole,LastSyncedAt", "Email"),
        new("SyncFailures", typeof(SyncFailureRow), "Who has no account and why, flat",
            "ResolvedAt eq null", "UserName,Code,Reason,Remedy", "LastSeenAt desc"),
        new("AccountRoles", typeof(AccountRoleRow), "Who holds which role, a row a role",
            "RoleKey eq 'admin'", "TenantId,Email,Role", "Email"),
        new("SyncRuns", typeof(SyncRunRow), "What the runs did, a row a tenant",
            "Status ne 'Completed'", "TenantId,Status,Created,Removed,Failed", "StartedAt desc"),
        new("Changes", typeof(ChangeRow), "Who changed what, when and from where: the audit trail",
            "Subject eq 'Account' and At ge 2026-11-01T00:00:00Z", "At,Actor,Action,Name,After", "At desc"),
    ];

    // The feeds write their columns as they are named in C#, not as the admin API would.
    static readonly SchemaGenerator Columns = new(
        new() { SupportNonNullableReferenceTypes = true, NonNullableReferenceTypesAsRequired = true },
        new JsonSerializerDataContractResolver(new JsonSerializerOptions()));

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var feed in Feeds)
        {
            var row = Columns.GenerateSchema(feed.Row, context.SchemaRepository);
            NeverNull((OpenApiSchema)context.SchemaRepository.Schemas[feed.Row.Name]);
            var path = new OpenApiPathItem();
            path.AddOperation(HttpMethod.Get, Read(feed, row, swaggerDoc));
            swaggerDoc.Paths[$"/odata/{feed.Name}"] = path;
        }
    }

    static OpenApiOperation Read(Feed feed, IOpenApiSchema row, OpenApiDocument document) => new()
    {
        OperationId = $"Feeds_{feed.Name}",
        Summary = feed.Summary,
        Description = $"For Excel, Power BI and the like; `$metadata` describes the columns and `/odata/{feed.Name}/$count` counts.",
        Tags = new HashSet<OpenApiTagReference> { new(TagTexts.Feeds, document) },
        Security = [SecurityFilter.Requires(SecurityFilter.AdminKey, document)],
        Parameters =
        [
            Query("$filter", "Which rows.", Text(), new Example("some", "For example", feed.Filter)),
            Query("$select", "Which columns, separated by commas.", Text(), new Example("some", "For example", feed.Select)),
            Query("$orderby", "By which columns, at most five.", Text(), new Example("some", "For example", feed.OrderBy)),
            Query("$top", "How many rows at most.", Number(minimum: 0)),
            Query("$skip", "How many rows to leave out first.", Number(minimum: 0)),
            Query("$count", "Whether to say how many rows there are in all.", new OpenApiSchema { Type = JsonSchemaType.Boolean }),
        ],
        Responses = new OpenApiResponses
        {
            ["200"] = Response("The rows, 1000 a page.", Content(Json, Page(row))),
            ["400"] = Refused("The query is not valid.", "400", "Could not find a property named 'Colour' on type 'Orgvue.Account'."),
            ["401"] = RestOperations.Unauthorized(),
        },
    };

    // A required property of a class is still shown as nullable.
    static void NeverNull(OpenApiSchema row)
    {
        foreach (var name in row.Required ?? new HashSet<string>())
            if (row.Properties![name] is OpenApiSchema { Type: { } type } column) column.Type = type & ~JsonSchemaType.Null;
    }

    static OpenApiSchema Page(IOpenApiSchema row) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["@odata.context"] = Text(),
            ["@odata.count"] = Number(),
            ["value"] = ListOf(row),
            ["@odata.nextLink"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Where the next page is, when there is one." },
        },
    };

    static OpenApiResponse Refused(string description, string code, string message) => Response(description, Content(
        Json,
        new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["error"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema> { ["code"] = Text(), ["message"] = Text() },
                },
            },
        },
        new Example("refused", description, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } })));

    sealed record Feed(string Name, Type Row, string Summary, string Filter, string Select, string OrderBy);
}
