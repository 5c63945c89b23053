using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>
/// Accepts the key of the emulated WorkOS API; refuses in WorkOS's shape. While there is no key nobody is let in, and the answer, 403, says
/// how to turn the API on: 401 would send the caller looking for a key that does not exist.
/// </summary>
public sealed class WorkOsKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, WorkOsKey key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Secrets.Bearer(Request) is not { } bearer) return Task.FromResult(AuthenticateResult.NoResult());
        if (!key.Accepts(bearer)) return Task.FromResult(AuthenticateResult.Fail("The API key is not the right one."));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "workos api key")], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = key.IsOn ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
        if (key.IsOn) Response.Headers.WWWAuthenticate = "Bearer realm=\"WorkOS\"";
        return Response.WriteAsJsonAsync(
            key.IsOn
                ? new { message = "The API key is missing or wrong. Send it as: Authorization: Bearer sk_….", code = "unauthorized" }
                : new
                {
                    message = "The WorkOS API of this server is off: set WorkOs:ApiKey (environment variable WorkOs__ApiKey) and start the server again.",
                    code = "api_off",
                },
            options: null, contentType: "application/json");
    }
}
