using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Swashbuckle.AspNetCore.SwaggerGen;
using static Orgvue.ScimEndpoint.Http.OpenApi.Shapes;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>The SCIM resources and messages as schemas; the resources are made of the attributes that requests are checked by.</summary>
sealed class ScimSchemas : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        void Add(string name, OpenApiSchema schema) => context.SchemaRepository.AddDefinition(name, schema);

        Add("User", Of(BuiltIn.User, swaggerDoc));
        Add("Group", Of(BuiltIn.Group, swaggerDoc));
        Add("EnterpriseUser", Object(BuiltIn.EnterpriseUserSchema.Description, BuiltIn.EnterpriseUserSchema.Attributes));
        Add("ListResponse", ListOfAny());
        Add("UserList", ListOfOne("User", swaggerDoc));
        Add("GroupList", ListOfOne("Group", swaggerDoc));
        Add("Role", Of(BuiltIn.Role, swaggerDoc));
        Add("RoleList", ListOfOne("Role", swaggerDoc));
        Add("BulkRequest", BulkRequest());
        Add("BulkResponse", BulkResponse(swaggerDoc));
        Add("Error", Error());
        Add("PatchOp", PatchOp());
        Add("SearchRequest", SearchRequest());
    }

    static OpenApiSchema Of(ResourceType type, OpenApiDocument document)
    {
        var schema = Object(type.Description, CommonAttributes.All.Concat(type.Core.Attributes).DistinctBy(a => a.Name));
        foreach (var extension in type.Extensions) schema.Properties![extension.Id] = Ref(extension.Name, document);
        return schema;
    }

    static OpenApiSchema Object(string? description, IEnumerable<SchemaAttribute> attributes)
    {
        var all = attributes.ToList();
        return new()
        {
            Type = JsonSchemaType.Object,
            Description = description,
            Properties = all.ToDictionary(a => a.Name, a => (IOpenApiSchema)Of(a)),
            Required = all.Where(a => a.Required).Select(a => a.Name).ToHashSet() is { Count: > 0 } required ? required : null,
        };
    }

    static OpenApiSchema Of(SchemaAttribute attribute)
    {
        var one = attribute.Type switch
        {
            AttributeType.Boolean => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            AttributeType.Integer => Number(),
            AttributeType.Decimal => new OpenApiSchema { Type = JsonSchemaType.Number },
            AttributeType.DateTime => Text("date-time"),
            AttributeType.Binary => Text("byte"),
            AttributeType.Complex => Object(null, attribute.SubAttributes),
            _ => Text(),
        };
        var schema = attribute.MultiValued ? ListOf(one) : one;
        schema.Description = Described(attribute);
        schema.ReadOnly = attribute.Mutability == Mutability.ReadOnly;
        schema.WriteOnly = attribute.Mutability == Mutability.WriteOnly;
        return schema;
    }

    // Canonical values are suggestions (RFC 7643 §7), so they are no enum.
    static string? Described(SchemaAttribute attribute)
    {
        var values = attribute.CanonicalValues.Count == 0 ? "" : $" Usual values: {string.Join(", ", attribute.CanonicalValues)}.";
        return attribute.Description.Trim() + values is { Length: > 0 } text ? text.Trim() : null;
    }

    static OpenApiSchema ListOfAny() => Message(ScimUris.ListResponse, "A page of resources (RFC 7644 §3.4.2).", new()
    {
        ["totalResults"] = Number(), ["startIndex"] = Number(), ["itemsPerPage"] = Number(),
        ["previousCursor"] = Text(), ["nextCursor"] = Text(), ["Resources"] = ListOf(new OpenApiSchema { Type = JsonSchemaType.Object }),
    }, "totalResults");

    static OpenApiSchema ListOfOne(string resource, OpenApiDocument document) => Message(ScimUris.ListResponse, $"A page of {resource} resources.", new()
    {
        ["totalResults"] = Number(), ["startIndex"] = Number(), ["itemsPerPage"] = Number(),
        ["previousCursor"] = Text(), ["nextCursor"] = Text(), ["Resources"] = ListOf(Ref(resource, document)),
    }, "totalResults");

    static OpenApiSchema Error() => Message(ScimUris.Error, "Why a request was refused (RFC 7644 §3.12).", new()
    {
        ["status"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The HTTP status, as a string." },
        ["scimType"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A keyword such as invalidFilter or uniqueness; with 400 and 409." },
        ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What was expected, and where." },
    }, "status");

    static OpenApiSchema PatchOp() => Message(ScimUris.PatchOp, "Changes to a resource: all of them or none (RFC 7644 §3.5.2).", new()
    {
        ["Operations"] = ListOf(new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "op" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["op"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "add, replace or remove; read in any case." },
                ["path"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String, Description = "An attribute, with a filter where it has several values; none for the whole resource.",
                },
                ["value"] = new OpenApiSchema { Description = "Any JSON value." },
            },
        }),
    }, "Operations");

    static OpenApiSchema BulkRequest() => Message(ScimUris.BulkRequest, "Operations that are carried out one by one (RFC 7644 §3.7).", new()
    {
        ["failOnErrors"] = Number(minimum: 1),
        ["Operations"] = ListOf(new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new SortedSet<string>(StringComparer.Ordinal) { "method", "path" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["method"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["POST", "PUT", "PATCH", "DELETE"] },
                ["path"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "/Users or /Groups, with an id after it unless the method is POST." },
                ["bulkId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Required for POST; elsewhere in the request bulkId:… stands for the new id." },
                ["version"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "As If-Match." },
                ["data"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "The body; for all but DELETE." },
            },
        }),
    }, "Operations");

    static OpenApiSchema BulkResponse(OpenApiDocument document) => Message(ScimUris.BulkResponse, "What became of the operations (RFC 7644 §3.7.3).", new()
    {
        ["Operations"] = ListOf(new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "status" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["location"] = Text("uri"), ["method"] = Text(), ["bulkId"] = Text(), ["version"] = Text(), ["status"] = Text(),
                ["response"] = Ref("Error", document),
            },
        }),
    }, "Operations");

    static OpenApiSchema SearchRequest() => Message(ScimUris.SearchRequest, "The query of a list (RFC 7644 §3.4.3, RFC 9865 §3).", new()
    {
        ["attributes"] = ListOf(Text()), ["excludedAttributes"] = ListOf(Text()), ["filter"] = Text(), ["sortBy"] = Text(), ["sortOrder"] = Text(),
        ["startIndex"] = Number(), ["cursor"] = Text(), ["count"] = Number(),
    });

    static OpenApiSchema Message(string uri, string description, Dictionary<string, IOpenApiSchema> properties, params string[] required) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Required = new SortedSet<string>(required.Append("schemas"), StringComparer.Ordinal),
        Properties = new Dictionary<string, IOpenApiSchema>(
            properties.Prepend(new("schemas", ListOf(new OpenApiSchema { Type = JsonSchemaType.String, Enum = [uri] })))),
    };
}
