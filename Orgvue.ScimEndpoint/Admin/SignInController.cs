using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Signing in to the console. Scripts need none of it: they send a key with each request.</summary>
[Route("admin/api")]
[Tags("Admin: signing in")]
public sealed class SignInController(Passwords passwords, SignedIn people, IOptions<ProviderOptions> provider, IAntiforgery antiForgery) : AdminApi
{
    /// <summary>How one may sign in.</summary>
    [HttpGet("sign-in")]
    [AllowAnonymous]
    [ProducesResponseType<WaysToSignIn>(StatusCodes.Status200OK)]
    public IActionResult Ways() => Ok(new WaysToSignIn(
        provider.Value.IsOn ? new(provider.Value.DisplayName, OpenIdConnectSetup.Start) : null));

    /// <summary>Signs in with a name and its password, or with a key. The answer sets a cookie, for eight hours.</summary>
    [HttpPost("sign-in")]
    [AllowAnonymous]
    [ProducesResponseType<Me>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status401Unauthorized)]
    [ProducesResponseType<Problem>(StatusCodes.Status429TooManyRequests)]
    public async Task<IActionResult> SignIn([FromBody] Credentials credentials, CancellationToken ct)
    {
        // For the audit trail, which tells of good and of locked names.
        Actor.Enter(new("sign-in", HttpContext.Connection.RemoteIpAddress?.ToString(), "POST /admin/api/sign-in"));
        var who = credentials switch
        {
            { Name: null, Password: null, Key: { Length: > 0 } key } => await people.WithKeyAsync(key.Trim(), ct)
                ?? throw Refused("The key is not valid, or is no longer."),
            { Name: { Length: > 0 } name, Password: { Length: > 0 } password, Key: null } => await CheckedAsync(name, password, ct),
            _ => throw new RefusalException(StatusCodes.Status400BadRequest, "InvalidRequest", "Expected name and password, or key."),
        };
        await HttpContext.SignInAsync(Schemes.Console, who);
        // From here on it is he who asks: his token is bound to him.
        HttpContext.User = who;
        return Ok(Shown(who));
    }

    /// <summary>Ends it on this browser.</summary>
    [HttpPost("sign-out")]
    [Needs(ApiRole.Reader)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Leave()
    {
        await HttpContext.SignOutAsync(Schemes.Console);
        return NoContent();
    }

    /// <summary>Who asks, what he may do, and, for the console, the anti-forgery token of what he changes.</summary>
    [HttpGet("me")]
    [ProducesResponseType<Me>(StatusCodes.Status200OK)]
    public IActionResult Who() => Ok(Shown(User));

    async Task<ClaimsPrincipal> CheckedAsync(string name, string password, CancellationToken ct)
    {
        try
        {
            return await passwords.CheckAsync(name, password, ct) is { } administrator ? SignedIn.As(administrator)
                : throw Refused(string.Create(CultureInfo.InvariantCulture,
                    $"The name or the password is wrong, or the name is locked: after {Passwords.Tries} wrong passwords it is, for {Passwords.LockedFor.TotalMinutes} minutes."));
        }
        catch (TooManyGuessesException e)
        {
            Response.Headers.RetryAfter = "5";
            throw new RefusalException(StatusCodes.Status429TooManyRequests, "TooManyRequests", $"{e.Message} Try again in 5 s.");
        }
    }

    Me Shown(ClaimsPrincipal who)
    {
        Response.Headers.CacheControl = "no-store";
        var inConsole = who.FindFirstValue(SignedIn.By) is not null;
        return new(who.Identity!.Name!, Enum.Parse<ApiRole>(who.FindFirstValue(ApiRoleRequirement.Claim)!), inConsole ? antiForgery.GetAndStoreTokens(HttpContext).RequestToken : null);
    }

    static RefusalException Refused(string why) => new(StatusCodes.Status401Unauthorized, "NotSignedIn", why);
}

/// <summary>A name and its password, or a key.</summary>
public sealed record Credentials
{
    public string? Name { get; init; }
    public string? Password { get; init; }

    /// <summary>A key of the admin API: of <c>/admin/api/keys</c>, or the setting's.</summary>
    public string? Key { get; init; }
}

/// <summary>How one may sign in besides with a password or a key.</summary>
public sealed record WaysToSignIn(ProviderLink? OpenIdConnect);

/// <summary>An OpenID Connect provider, by its name and the address that leads to it.</summary>
public sealed record ProviderLink(string Name, string Url);

/// <summary>Who asks.</summary>
/// <param name="Name">As the audit trail says it.</param>
/// <param name="Role">What he may do.</param>
/// <param name="AntiForgeryToken">What the console sends as X-Anti-Forgery with each change; null for whoever sent a key.</param>
public sealed record Me(string Name, ApiRole Role, string? AntiForgeryToken);
