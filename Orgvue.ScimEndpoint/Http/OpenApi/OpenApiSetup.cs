using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Security;
using Swashbuckle.AspNetCore.SwaggerGen;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>The OpenAPI document of everything the server answers, and the page to try it on.</summary>
public static class OpenApiSetup
{
    public const string Document = "v1";

    /// <summary>The widest understood version; the exported file and the served one are the same.</summary>
    public const OpenApiSpecVersion SpecVersion = OpenApiSpecVersion.OpenApi3_0;

    const string Start = """
        Orgvue's side of a SCIM 2.0 integration: identity providers push users and groups to `/scim/v2/{directory}`, and what their groups
        grant becomes accounts and roles in Orgvue's tenants.

        **To try it:** start the server in Development. Its console prints, once, the demo directory's SCIM base URL with its token, and the
        admin key. Press *Authorize* and paste the token as **directoryToken** (for `/scim`) and the key as **adminKey** (for `/admin/api`,
        `/api/v1` and `/odata`). Then create a user, create the group `IMAPP_Orgvue_SCIM_user`, add the user to it with PATCH, press
        `POST …/sync`, and look at the tenant's accounts. Without a demo directory, `POST /admin/api/directories` makes one.

        At the root, the server is also what WorkOS is for the applications behind it: `/directories`, `/directory_users`, `/directory_groups`
        and `/events` take the key that the console prints as WorkOS API key, as **workOsKey**.
        """;

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) => services.AddSwaggerGen(swagger =>
    {
        swagger.SwaggerDoc(Document, new()
        {
            Title = "Orgvue SCIM endpoint",
            Version = typeof(OpenApiSetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0],
            Description = Start,
        });
        // Wherever the document came from; an exported one names no machine.
        swagger.AddServer(new() { Url = "/" });
        swagger.AddSecurityDefinition(SecurityFilter.DirectoryToken, Bearer("The token of one directory, as its identity provider sends it."));
        swagger.AddSecurityDefinition(SecurityFilter.AdminKey, Bearer("The key of the admin API, the Orgvue side and the feeds."));
        swagger.AddSecurityDefinition(SecurityFilter.WorkOsSignature, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "WorkOS-Signature",
            Description = "`t=<unix ms>, v1=<hex>`: HMAC-SHA256 of `<t>.<body>` with the link's webhook secret; at most five minutes old.",
        });
        swagger.AddSecurityDefinition(SecurityFilter.WorkOsKey, Bearer("The key (sk_…) of the emulated WorkOS API at the server's root."));
        swagger.DocInclusionPredicate((_, action) => Surfaces.Any(s => action.RelativePath!.StartsWith(s, StringComparison.Ordinal)));
        swagger.CustomOperationIds(OperationId);
        swagger.OrderActionsBy(action => $"{action.RelativePath} {Array.IndexOf(Methods, action.HttpMethod)}");
        swagger.SupportNonNullableReferenceTypes();
        swagger.NonNullableReferenceTypesAsRequired();
        Types(swagger);

        // Without the file the document is poorer, but served.
        if (System.IO.Path.Combine(AppContext.BaseDirectory, "Orgvue.ScimEndpoint.xml") is var comments && System.IO.File.Exists(comments))
            swagger.IncludeXmlComments(comments);
        swagger.OperationFilter<OperationTexts>();
        swagger.OperationFilter<SecurityFilter>();
        swagger.OperationFilter<ScimOperations>();
        swagger.OperationFilter<RestOperations>();
        swagger.OperationFilter<IncomingWebhook>();
        swagger.OperationFilter<WorkOsOperations>();
        swagger.DocumentFilter<ScimSchemas>();
        swagger.DocumentFilter<FeedPaths>();
        swagger.DocumentFilter<OAuthPath>();
        swagger.DocumentFilter<TagTexts>();
    });

    /// <summary>Before routing: what no endpoint serves is answered with 404 there, and these pages need no credentials.</summary>
    public static void UseOpenApiDocument(this WebApplication app)
    {
        // Asked for alone: its middleware has the whole description made ready for every request that passes through it.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase), swagger =>
        {
            swagger.UseSwagger(options => options.OpenApiVersion = SpecVersion);
            swagger.UseSwaggerUI(Page);
        });
        app.Use((context, next) =>
        {
            if (context.Request.Path != "/" || !HttpMethods.IsGet(context.Request.Method)) return next(context);
            context.Response.Redirect($"{context.Request.PathBase}/swagger");
            return Task.CompletedTask;
        });
    }

    static void Page(SwaggerUIOptions page)
    {
        page.DocumentTitle = "Orgvue SCIM endpoint";
        page.SwaggerEndpoint($"/swagger/{Document}/swagger.json", "Orgvue SCIM endpoint");
        page.EnablePersistAuthorization();
        page.EnableDeepLinking();
        page.EnableFilter();
        page.EnableTryItOutByDefault();
        page.DisplayRequestDuration();
        page.DefaultModelsExpandDepth(0);
    }

    /// <summary>What is described; the feeds are added by hand.</summary>
    static readonly string[] Surfaces = ["scim/", "admin/api", "api/v1", "directories", "directory_", "events", "webhook_endpoints", "workos/"];

    static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    static OpenApiSecurityScheme Bearer(string description) => new() { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = description };

    // Users_Create. /Me is one action of five methods.
    static string OperationId(ApiDescription api)
    {
        var action = (ControllerActionDescriptor)api.ActionDescriptor;
        var id = $"{action.ControllerName}_{action.ActionName}";
        return action.ActionName == "Me" ? $"{id}_{api.HttpMethod}" : id;
    }

    // What a converter on a property decides, Swashbuckle does not see.
    static void Types(SwaggerGenOptions swagger)
    {
        swagger.MapType<JsonObject>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
        swagger.MapType<JsonElement>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
        swagger.MapType<TimeSpan>(() => new OpenApiSchema { Type = JsonSchemaType.String, Description = "hh:mm:ss" });
        swagger.MapType<SyncTrigger>(Names<SyncTrigger>);
        swagger.MapType<SyncRunStatus>(Names<SyncRunStatus>);
        swagger.MapType<AccountSource>(Names<AccountSource>);
    }

    static OpenApiSchema Names<T>() where T : struct, Enum =>
        new() { Type = JsonSchemaType.String, Enum = [.. Enum.GetNames<T>().Select(name => (JsonNode)name)] };
}
