using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>The chapters of the page, in the order in which one tries them, and the paths in a fixed order.</summary>
sealed class TagTexts : IDocumentFilter
{
    public const string Feeds = "Feeds";
    public const string OAuth = "OAuth 2.0";
    public const string NotOffered = "Not offered";

    static readonly (string Name, string Description)[] Texts =
    [
        ("Users", "SCIM: the people whom the identity provider pushes"),
        ("Groups", "SCIM: the roles that it pushes, and who has them"),
        ("Bulk", "SCIM: many changes in one request"),
        ("Roles", "SCIM: which roles groups can give"),
        ("Root", "SCIM: users and groups in one list"),
        ("Discovery", "SCIM: what a client can find out first"),
        (OAuth, "How a client gets access tokens, where a directory accepts client credentials"),
        ("Admin: directories", "The identity providers that push here"),
        ("Admin: tokens", "What they sign in with"),
        ("Admin: signing in", "Who uses this API and the console"),
        ("Admin: keys", "What their scripts send"),
        ("Admin: schemas", "Attributes of their own"),
        ("Admin: configurations", "Which tenants they feed, and how"),
        ("Admin: sync", "What became of what they pushed"),
        ("Admin: WorkOS", "A directory that lives at WorkOS, and how it is read; what is to go wrong, for tests"),
        ("Admin: webhooks", "Who is told of what happens"),
        ("Admin: history", "Who changed what, who held which role, and what was done by hand"),
        ("Admin: promotion", "From staging to production"),
        ("Admin: traffic", "What they sent, how it left the RFC, and what a request would do"),
        ("Orgvue side: accounts", "The accounts of a tenant, as Orgvue has them"),
        (Feeds, "OData, for analysts"),
        ("WorkOS: directories", "The directories, as an application behind WorkOS sees them"),
        ("WorkOS: users and groups", "Who and what is in them"),
        ("WorkOS: events", "What happened in them, oldest first"),
        ("WorkOS: webhook endpoints", "Who is sent what happens in them"),
        ("WorkOS: webhooks in", "Where WorkOS sends what happens in directories that live there"),
        (NotOffered, "SCIM: what the RFC allows a server to leave out"),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        // Insertion order is kept as long as nothing is removed.
        swaggerDoc.Tags = new HashSet<OpenApiTag>(Texts.Select(t => new OpenApiTag { Name = t.Name, Description = t.Description }));
        var paths = swaggerDoc.Paths.OrderBy(p => p.Key, StringComparer.Ordinal).ToList();
        swaggerDoc.Paths = [];
        foreach (var (path, item) in paths) swaggerDoc.Paths[path] = item;
    }
}
