using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.Rest;

/// <summary>The JSON habits that the admin API and the Orgvue side share.</summary>
public static class RestSetup
{
    public static IServiceCollection AddRest(this IServiceCollection services) => services.Configure<JsonOptions>(json =>
    {
        json.JsonSerializerOptions.Converters.Insert(0, new EnumNames());
        json.JsonSerializerOptions.Converters.Insert(0, new UtcText());
    });

    /// <summary>
    /// What is answered without a body under this path (no such route, wrong method, wrong media type, a failure of the server) is written in
    /// this shape. First in line, before the writer that ASP.NET brings.
    /// </summary>
    public static IServiceCollection AddRefusalShape(this IServiceCollection services, string under, RefusalsAttribute shape)
    {
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter>(new RefusalWriter(under, shape)));
        return services;
    }
}
