using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.Security;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>Says of each operation which of the three bearers it wants, so that Authorize works.</summary>
sealed class SecurityFilter : IOperationFilter
{
    public const string DirectoryToken = "directoryToken";
    public const string AdminKey = "adminKey";
    public const string WorkOsKey = "workOsKey";
    public const string WorkOsSignature = "workOsSignature";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any()) return;
        var scheme = metadata.OfType<AuthorizeAttribute>().Select(a => a.AuthenticationSchemes).FirstOrDefault(s => s is Schemes.Directory or Schemes.WorkOs) switch
        {
            Schemes.Directory => DirectoryToken,
            Schemes.WorkOs => WorkOsKey,
            _ => AdminKey,
        };
        operation.Security = [Requires(scheme, context.Document)];
    }

    public static OpenApiSecurityRequirement Requires(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
