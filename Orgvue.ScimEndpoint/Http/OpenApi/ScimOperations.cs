using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.Controllers;
using Orgvue.ScimEndpoint.Scim;
using Swashbuckle.AspNetCore.SwaggerGen;
using static Orgvue.ScimEndpoint.Http.OpenApi.Shapes;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>What the signatures of the SCIM controllers do not say: bodies, query parameters, preconditions, answers.</summary>
sealed class ScimOperations : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor is not ControllerActionDescriptor action
            || !action.ControllerTypeInfo.IsSubclassOf(typeof(ScimController))) return;
        operation.Responses = [];
        // In the order of the path, where MVC puts the action's own parameters first.
        operation.Parameters = [.. (operation.Parameters ?? []).OrderBy(p => p.Name != "directory")];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>()) Explain(parameter);

        var about = new Resource(action.ControllerName == "Groups" ? "Group" : "User", operation, context.Document);
        switch (action.ControllerName, action.ActionName)
        {
            case ("Users" or "Groups", "List"): List(about, about.Name + "List"); break;
            case ("Root", "List"): List(about, "ListResponse"); break;
            case ("Users" or "Groups", "Search"): Search(about, about.Name + "List"); break;
            case ("Root", "Search"): Search(about, "ListResponse"); break;
            case ("Users" or "Groups", "Create"): Create(about); break;
            case ("Users" or "Groups", "Get"): Get(about); break;
            case ("Users" or "Groups", "Replace"): Replace(about); break;
            case ("Users" or "Groups", "Patch"): Patch(about); break;
            case ("Users" or "Groups", "Delete"): Delete(about); break;
            case ("Bulk", _): Bulk(about); break;
            case ("Roles", "Get"): Role(about); break;
            case ("Roles", _): Roles(action.ActionName, about); break;
            default: Discover(action.ActionName, about); break;
        }
        about.Refuses(401, null, "Send the directory's token as: Authorization: Bearer <token>.");
        operation.Responses = Sorted(operation.Responses);
    }

    static void List(Resource about, string page)
    {
        about.Asks(Query("filter", "Which resources: RFC 7644 §3.4.2.2, all operators, `and`, `or`, `not` and value filters.", Text(), about.IsUser
            ? [new("byUserName", "One user by name, ignoring case", "userName eq \"adele.vance@contoso.example\""),
               new("byExternalId", "By the identity provider's id", "externalId eq \"adele.vance\""),
               new("byEmail", "A value filter", "emails[type eq \"work\" and value ew \"@contoso.example\"]"),
               new("inactive", "Those switched off", "active eq false")]
            : [new("byName", "One group by name", "displayName eq \"IMAPP_Orgvue_SCIM_user\""),
               new("byPrefix", "All of Orgvue's groups", "displayName sw \"IMAPP_Orgvue_SCIM_\"")]));
        about.Asks(Query("sortBy", "The attribute to sort by, such as `name.familyName`; without it the order is that of ids.", Text(), about.IsUser
            ? [new("byName", "By family name", "name.familyName"), new("byAge", "By creation", "meta.created")]
            : [new("byName", "By name", "displayName")]));
        about.Asks(Query("sortOrder", "`ascending` or `descending`; what has no value comes last, or first when descending.", Text()));
        about.Asks(Query("startIndex", "The first resource to show, from 1. Not together with cursor.", Number(minimum: 1, standard: 1)));
        about.Asks(Query("cursor",
            "Pages by cursor (RFC 9865): empty for the first one, then the `nextCursor` of the page before, the rest of the query as it was.", Text()));
        about.Asks(Query("count", $"How many to show, at most {Paging.MaxCount}; 0 only counts.", Number(0, Paging.MaxCount, Paging.DefaultCount)));
        Projects(about);
        Lists(about, page);
    }

    static void Search(Resource about, string page)
    {
        about.Takes("SearchRequest", about.IsUser ? ScimExamples.UserSearches : ScimExamples.GroupSearches);
        Lists(about, page);
    }

    static void Lists(Resource about, string page)
    {
        about.Answers(200, "A page of resources.", page, ScimExamples.ListOf(about.Shown));
        about.Refuses(400, ScimTypes.InvalidFilter, "Expected a value at character 12 of the filter.");
    }

    static void Create(Resource about)
    {
        Projects(about);
        about.Takes(about.Name, about.IsUser ? ScimExamples.NewUsers : ScimExamples.NewGroups);
        about.Answers(201, "Created; Location and ETag say where it is and which version.", about.Name, about.Shown);
        RefusesBodies(about);
    }

    static void Get(Resource about)
    {
        Projects(about);
        about.Asks(Header("If-None-Match", "The ETag of the version that you have; 304 when there is no newer one.",
            new Example("first", "The first version", "W/\"1\"")));
        about.Answers(200, "The resource.", about.Name, about.Shown);
        about.Operation.Responses!["304"] = Response("Nothing newer than the version in If-None-Match.");
        about.Refuses(400, ScimTypes.InvalidPath, "There is no attribute \"nickname2\" to leave out.");
        NotFound(about);
    }

    static void Replace(Resource about)
    {
        Projects(about);
        IfMatch(about);
        about.Takes(about.Name, about.IsUser ? ScimExamples.NewUsers : ScimExamples.NewGroups);
        about.Answers(200, "The resource as it is now.", about.Name, about.Shown);
        NotFound(about);
        RefusesBodies(about);
    }

    static void Patch(Resource about)
    {
        Projects(about);
        IfMatch(about);
        about.Takes("PatchOp", about.IsUser ? ScimExamples.UserPatches : ScimExamples.GroupPatches);
        about.Answers(200, about.IsUser ? "The resource as it is now." : "The resource as it is now, where attributes or excludedAttributes was given.",
            about.Name, about.Shown);
        if (!about.IsUser) about.Operation.Responses!["204"] = Response("Done; the ETag names the new version.");
        NotFound(about);
        RefusesBodies(about);
    }

    static void Delete(Resource about)
    {
        IfMatch(about);
        about.Operation.Responses!["204"] = Response("Gone; later requests for it are answered 404.");
        NotFound(about);
    }

    static void Bulk(Resource about)
    {
        about.Takes("BulkRequest", [ScimExamples.Bulk]);
        about.Answers(200, "What became of each operation that was tried.", "BulkResponse", ScimExamples.BulkDone);
        about.Refuses(400, ScimTypes.InvalidSyntax, "\"Operations\" must be an array of at least one operation.");
        about.Refuses(413, null, "The bulk operation exceeds the maxOperations (1000); this one has 1001.");
        about.Refuses(415, null, "Expected Content-Type application/scim+json or application/json, in UTF-8.");
    }

    static void Role(Resource about)
    {
        about.Answers(200, "The role.", "Role", ScimExamples.Role);
        about.Refuses(404, null, "There is no such role here.");
    }

    static void Roles(string action, Resource about)
    {
        if (action == "List")
        {
            about.Asks(Query("filter", "Which roles (RFC 7644 §3.4.2.2).", Text(), new Example("platform", "The platform roles", "type eq \"platform\"")));
            about.Asks(Query("startIndex", "The first role to show, from 1.", Number(minimum: 1, standard: 1)));
            about.Asks(Query("count", $"How many to show, at most {Paging.MaxCount}; 0 only counts.", Number(0, Paging.MaxCount, Paging.DefaultCount)));
        }
        about.Answers(200, "A page of roles.", "RoleList", ScimExamples.ListOf(ScimExamples.Role));
        about.Refuses(400, ScimTypes.InvalidFilter, "Expected a value at character 12 of the filter.");
    }

    static void Discover(string action, Resource about)
    {
        if (action == "Me")
        {
            about.Operation.RequestBody = null;
            about.Operation.Tags = new HashSet<OpenApiTagReference> { new(TagTexts.NotOffered, about.Document) };
            about.Refuses(501, null, "/Me is not offered: a directory's token stands for no user.");
            return;
        }
        about.Answers(200, "What this server offers.", action is "ResourceTypes" or "Schemas" ? "ListResponse" : null);
        if (action is "ResourceTypes" or "Schemas") about.Refuses(403, null, "Discovery endpoints take no filter (RFC 7644 section 4).");
        if (action is "ResourceType" or "Schema") about.Refuses(404, null, "There is no such schema; GET /Schemas lists them.");
    }

    static void Projects(Resource about)
    {
        about.Asks(Query("attributes", "Show only these, separated by commas (besides id and schemas). Not together with excludedAttributes.", Text(),
            new Example("some", "Two attributes", about.IsUser ? "userName,emails.value" : "displayName,members")));
        about.Asks(Query("excludedAttributes", "Show all but these, separated by commas.", Text(),
            new Example("some", about.IsUser ? "Without groups" : "Without members, as Entra asks", about.IsUser ? "groups" : "members")));
    }

    static void IfMatch(Resource about)
    {
        about.Asks(Header("If-Match", "Only if this is still the version; 412 otherwise.", new Example("first", "The first version", "W/\"1\"")));
        about.Refuses(412, null, "The resource has changed since that version.");
    }

    static void NotFound(Resource about) => about.Refuses(404, null, $"There is no such {about.Name.ToLowerInvariant()} here.");

    static void RefusesBodies(Resource about)
    {
        about.Refuses(400, ScimTypes.InvalidValue, "The body does not fit the schema; this says which attribute, and what was expected.");
        about.Refuses(409, ScimTypes.Uniqueness, about.IsUser ? "Another user has this userName." : "Another group has this displayName.");
        about.Refuses(413, null, "The body is larger than this server accepts.");
        about.Refuses(415, null, "Expected Content-Type application/scim+json or application/json, in UTF-8.");
    }

    static void Explain(OpenApiParameter parameter) => (parameter.Description, parameter.Example) = parameter.Name switch
    {
        "directory" => ("The directory's id, as in its SCIM base URL.", ScimExamples.Directory),
        "id" => ("The id that this server gave to it.", parameter.Example),
        _ => (parameter.Description, parameter.Example),
    };

    static OpenApiResponses Sorted(OpenApiResponses responses)
    {
        var sorted = new OpenApiResponses();
        foreach (var (status, response) in responses.OrderBy(r => r.Key, StringComparer.Ordinal)) sorted[status] = response;
        return sorted;
    }

    /// <summary>The operation in hand and the kind of resource that it is about.</summary>
    sealed record Resource(string Name, OpenApiOperation Operation, OpenApiDocument Document)
    {
        public bool IsUser => Name == "User";

        public Example Shown => IsUser ? ScimExamples.User : ScimExamples.Group;

        public void Asks(OpenApiParameter parameter) => Operation.Parameters!.Add(parameter);

        public void Takes(string schema, IEnumerable<Example> examples) => Operation.RequestBody = new OpenApiRequestBody
        {
            Required = true, Content = Content(ScimJson.MediaType, Ref(schema, Document), examples),
        };

        public void Answers(int status, string description, string? schema, params IEnumerable<Example> examples) =>
            Operation.Responses![$"{status}"] = Response(description, Content(
                ScimJson.MediaType, schema is null ? new OpenApiSchema { Type = JsonSchemaType.Object } : Ref(schema, Document), examples));

        public void Refuses(int status, string? scimType, string detail) => Operation.Responses![$"{status}"] =
            Response(detail, Content(ScimJson.MediaType, Ref("Error", Document), ScimExamples.Error(status, scimType, detail)));
    }
}
