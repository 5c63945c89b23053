using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>Accepts the admin key and, where no key is sent, the console's cookie; refuses with problem+json (RFC 9457).</summary>
public class AdminKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    bool _isForged;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Secrets.Bearer(Request) is not { } bearer) return Request.Headers.Authorization.Count == 0 ? await WithCookieAsync() : AuthenticateResult.NoResult();
        if (await keys.CallerAsync(bearer, Context.RequestAborted) is not { } caller) return AuthenticateResult.Fail("The key is not valid.");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name), new Claim(ApiRoleRequirement.Claim, caller.Role.ToString())], Scheme.Name);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
    }

    async Task<AuthenticateResult> WithCookieAsync()
    {
        if (await Context.AuthenticateAsync(Schemes.Console) is not { Succeeded: true, Principal: { } who }) return AuthenticateResult.NoResult();
        // The token is bound to him.
        Context.User = who;
        // Asks nothing of what only reads. Not made for callers with keys, who are the first after a start.
        if (await Context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(Context)) return AuthenticateResult.Success(new(who, Scheme.Name));
        (Context.User, _isForged) = (new(), true);
        return AuthenticateResult.Fail("The anti-forgery token is missing or not valid.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return WriteForbiddenAsync(ApiRoleRequirement.Of(Context));
    }

    protected virtual Task WriteForbiddenAsync(ApiRole needed) => Response.WriteAsJsonAsync(
        new { type = "about:blank", title = "Forbidden", status = 403, detail = $"This takes a key with the role {Named(needed)}." },
        options: null, contentType: "application/problem+json");

    const string Forged = $"With the console's cookie, a change needs the header {ConsoleCookie.AntiForgeryHeader}: GET /admin/api/me has its value.";

    protected static string Named(ApiRole role) => role.ToString().ToLowerInvariant();

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer realm=\"Orgvue.ScimEndpoint admin\"";
        return WriteRefusalAsync();
    }

    protected virtual Task WriteRefusalAsync() => Response.WriteAsJsonAsync(
        new { type = "about:blank", title = "Unauthorized", status = 401, detail = _isForged ? Forged : "Send the admin key as: Authorization: Bearer <key>." },
        options: null, contentType: "application/problem+json");
}

/// <summary>The same key on the Orgvue side, refused as Orgvue refuses: 40101 without a header, 40102 with a wrong token.</summary>
public sealed class OrgvueKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AdminKeyHandler(options, logger, encoder, keys)
{
    protected override Task WriteForbiddenAsync(ApiRole needed) =>
        Response.WriteAsJsonAsync(new { errors = new[] { new { name = "Forbidden", code = "40301", message = $"This takes a key with the role {Named(needed)}." } } });

    protected override Task WriteRefusalAsync()
    {
        var (name, code, message) = Secrets.Bearer(Request) is null
            ? ("AuthorizationHeaderEmpty", "40101", "Send the key as: Authorization: Bearer <key>.")
            : ("ApiTokenInvalid", "40102", "The key is not valid.");
        return Response.WriteAsJsonAsync(new { errors = new[] { new { name, code, message } } });
    }
}
