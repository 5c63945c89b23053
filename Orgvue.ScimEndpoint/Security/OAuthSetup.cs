using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>The token endpoint of OAuth 2.0 client credentials (RFC 6749 §4.4), by OpenIddict; clients and their secrets are this server's.</summary>
public static class OAuthSetup
{
    /// <summary>Where a directory's id and one of its client secrets are exchanged for an access token.</summary>
    public const string TokenEndpoint = "/oauth/token";

    /// <summary>The policy of the rate limiter that says how fast one address may ask for tokens.</summary>
    public const string TokenRate = "oauth-token";

    /// <summary>Where the endpoint is described (RFC 8414).</summary>
    public const string Metadata = "/.well-known/oauth-authorization-server";

    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>A request for a token has some hundred.</summary>
    const int MostBytes = 16 * 1024;

    static readonly FormOptions Form = new() { ValueCountLimit = 32, KeyLengthLimit = 256, ValueLengthLimit = MostBytes, MultipartBodyLengthLimit = MostBytes };

    public static IServiceCollection AddOAuth(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AccessTokens>().AddSingleton<IssuerKeys>().AddSingleton<IssuedJwts>().AddSingleton<DirectoryCallers>();
        services.AddOpenIddict()
            .AddServer(server =>
            {
                // Without its own tables and rules: what it would look up there is asked of the directories.
                server.EnableDegradedMode();
                server.AllowClientCredentialsFlow().DisableScopeValidation();
                server.SetTokenEndpointUris(TokenEndpoint).SetConfigurationEndpointUris(Metadata);
                server.SetAccessTokenLifetime(Lifetime);
                if (configuration["Http:PublicUrl"] is { Length: > 0 } url && Uri.TryCreate(url, UriKind.Absolute, out var issuer)) server.SetIssuer(issuer);
                // It asks for keys of its own; access tokens are made with Data Protection's, which all nodes share.
                server.AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256).AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
                server.UseDataProtection();
                // Plain http is refused when the server starts, where it must be: see Http.PublicAddress.
                server.UseAspNetCore().DisableTransportSecurityRequirement();
                server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<ClientCredentials>());
                server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseSingletonHandler<ClientCredentials>());
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseDataProtection();
            });
        return services;
    }

    /// <summary>Its two endpoints, open to anybody: whoever asks shows his secret.</summary>
    public static void MapOAuth(this WebApplication app)
    {
        // Answered by OpenIddict before it comes to this.
        static void Unanswered() => throw new InvalidOperationException("OpenIddict did not answer its endpoint.");
        app.MapPost(TokenEndpoint, Unanswered).AllowAnonymous().RequireRateLimiting(TokenRate).WithMetadata(new OAuthEndpoint()).ExcludeFromDescription();
        app.MapGet(Metadata, Unanswered).AllowAnonymous().WithMetadata(new OAuthEndpoint()).ExcludeFromDescription();
    }

    /// <summary>OpenIddict, and an OpenID Connect provider's answer, are looked at at these endpoints alone; to other requests it would be a delay.</summary>
    public static void UseOAuth(this WebApplication app)
    {
        app.UseWhen(http => http.GetEndpoint()?.Metadata.GetMetadata<AnsweredByAuthentication>() is not null, branch => branch.UseAuthentication());
        app.UseWhen(http => http.GetEndpoint()?.Metadata.GetMetadata<OAuthEndpoint>() is not null, branch => branch.UseRateLimiter().Use(RefuseUnreadableAsync).UseAuthentication());
        // Or the host would put it before everything. Authorization signs in by the scheme that an endpoint names; it does not need it.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
    }

    static async Task RefuseUnreadableAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        try
        {
            // Kept with the request: OpenIddict finds what was read here.
            if (http.Request.HasFormContentType) await http.Request.ReadFormAsync(Form, http.RequestAborted);
            await next(http);
        }
        catch (Exception e) when (e is System.IO.InvalidDataException or BadHttpRequestException && !http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsJsonAsync(new
            {
                error = OpenIddictConstants.Errors.InvalidRequest,
                error_description = $"Expected a form (application/x-www-form-urlencoded) of at most {MostBytes} bytes with grant_type=client_credentials.",
            });
        }
    }

    sealed class OAuthEndpoint;
}
