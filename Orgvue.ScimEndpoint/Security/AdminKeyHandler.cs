using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>Accepts the admin key; refuses with problem+json (RFC 9457).</summary>
public class AdminKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AdminKey key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Secrets.Bearer(Request) is not { } bearer) return Task.FromResult(AuthenticateResult.NoResult());
        if (!key.Accepts(bearer)) return Task.FromResult(AuthenticateResult.Fail("The admin key is not the right one."));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "admin")], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer realm=\"Orgvue.ScimEndpoint admin\"";
        return WriteRefusalAsync();
    }

    protected virtual Task WriteRefusalAsync() => Response.WriteAsJsonAsync(
        new { type = "about:blank", title = "Unauthorized", status = 401, detail = "Send the admin key as: Authorization: Bearer <key>." },
        options: null, contentType: "application/problem+json");
}

/// <summary>The same key on the Orgvue side, refused as Orgvue refuses: 40101 without a header, 40102 with a wrong token.</summary>
public sealed class OrgvueKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AdminKey key)
    : AdminKeyHandler(options, logger, encoder, key)
{
    protected override Task WriteRefusalAsync()
    {
        var (name, code, message) = Secrets.Bearer(Request) is null
            ? ("AuthorizationHeaderEmpty", "40101", "Send the key as: Authorization: Bearer <key>.")
            : ("ApiTokenInvalid", "40102", "The key is not valid.");
        return Response.WriteAsJsonAsync(new { errors = new[] { new { name, code, message } } });
    }
}
