using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.Security;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>Says of each operation which of the two bearers it wants, so that Authorize works.</summary>
sealed class SecurityFilter : IOperationFilter
{
    public const string DirectoryToken = "directoryToken";
    public const string AdminKey = "adminKey";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any()) return;
        var isDirectory = metadata.OfType<AuthorizeAttribute>().Any(a => a.AuthenticationSchemes == Schemes.Directory);
        operation.Security = [Requires(isDirectory ? DirectoryToken : AdminKey, context.Document)];
    }

    public static OpenApiSecurityRequirement Requires(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
