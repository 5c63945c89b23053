using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Orgvue.ScimEndpoint.Http;

/// <summary>
/// Under which address clients reach the server. Behind a proxy that terminates TLS only the operator knows it: what comes in headers, anybody can write.
/// </summary>
public static class PublicAddress
{
    public static IServiceCollection AddPublicAddress(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PublicAddressOptions>().Bind(configuration.GetSection("Http"))
            .Validate(o => o.PublicUrl is null || IsOrigin(o.PublicUrl), "Http:PublicUrl must be an absolute URL with http or https, a host and nothing behind it, such as https://scim.example.com.")
            .ValidateOnStart();
        return services;
    }

    /// <summary>What the server writes as its own address is what the operator says, whatever the request says.</summary>
    public static void UsePublicAddress(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<PublicAddressOptions>>().Value.PublicUrl is not { } url) return;
        var (scheme, host) = (url.Scheme, new HostString(url.Authority));
        app.Use((http, next) =>
        {
            (http.Request.Scheme, http.Request.Host) = (scheme, host);
            return next(http);
        });
    }

    /// <summary>Throws where tokens would cross a network in clear.</summary>
    public static void RefusePlainHttp(this WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var behindProxy = app.Services.GetRequiredService<IOptions<PublicAddressOptions>>().Value.PublicUrl?.Scheme == Uri.UriSchemeHttps;
        if (app.Environment.IsDevelopment() || behindProxy || addresses.FirstOrDefault(IsPlainAndPublic) is not { } address) return;
        throw new OptionsValidationException("Http", typeof(PublicAddressOptions), [
            $"{address} takes plain http from other machines, so that bearer tokens would cross the network in clear: listen on https (Kestrel:Certificates:Default:Path and :Password), "
            + "or on 127.0.0.1 alone, or set Http:PublicUrl (environment variable Http__PublicUrl) to the https address of the proxy that terminates TLS."]);
    }

    /// <summary>Whether an address that the server listens on is reached by other machines, without TLS.</summary>
    public static bool IsPlainAndPublic(string address)
    {
        var parsed = BindingAddress.Parse(address);
        if (parsed.Scheme != Uri.UriSchemeHttp || parsed.IsUnixPipe) return false;
        var host = parsed.Host.Trim('[', ']');
        return !host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !(IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }

    static bool IsOrigin(Uri url) => url.IsAbsoluteUri && url.Scheme is "http" or "https" && url.Host.Length > 0 && url is { UserInfo: "", Fragment: "", PathAndQuery: "/" };
}

/// <summary>Settings under <c>Http:</c>.</summary>
public sealed class PublicAddressOptions
{
    /// <summary>Where clients reach the server, such as https://scim.example.com; null: as they say they do. With https it also says that a proxy terminates TLS.</summary>
    public Uri? PublicUrl { get; set; }
}
