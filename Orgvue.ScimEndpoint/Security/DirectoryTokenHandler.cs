using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>
/// Accepts a directory's token on that directory's URL only. Another directory's token, an unknown token and an unknown directory are
/// answered alike, so that nothing is learnt about what exists.
/// </summary>
public sealed partial class DirectoryTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, DirectoryCallers callers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string DirectoryKey = "directory_key";
    public const string Profile = "directory_profile";
    public const string SchemasVersion = "schemas_version";
    static readonly string[] ErrorSchema = ["urn:ietf:params:scim:api:messages:2.0:Error"];

    IssuerUnreachableException? _unreachable;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A feature is set by this process alone; nothing that comes over the wire can be one.
        if (Context.Features.Get<DryRunCaller>() is { } dry) return Success(dry.Owner);
        if (Secrets.Bearer(Request) is not { } bearer) return AuthenticateResult.NoResult();
        try
        {
            return await callers.CallerAsync(bearer, (string?)Request.RouteValues["directory"], Context.RequestAborted) is { } owner
                ? Success(owner)
                : AuthenticateResult.Fail("The bearer token does not open this directory.");
        }
        catch (IssuerUnreachableException e)
        {
            Unchecked(Logger, e);
            _unreachable = e;
            return AuthenticateResult.Fail(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A JWT could not be checked.")]
    static partial void Unchecked(ILogger logger, Exception why);

    AuthenticateResult Success(TokenOwner owner)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Name, owner.Name),
                new Claim(DirectoryKey, owner.Key.ToString(CultureInfo.InvariantCulture)),
                new Claim(Profile, owner.Profile.ToString()),
                new Claim(SchemasVersion, owner.SchemasVersion.ToString(CultureInfo.InvariantCulture)),
            ],
            Scheme.Name);
        // What most directories have is not said of each request.
        if (owner.WaysIn != WaysIn.Default) Context.Features.Set(owner.WaysIn);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_unreachable is not null)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Response.Headers.RetryAfter = "10";
            return Response.WriteAsJsonAsync(
                new { schemas = ErrorSchema, status = "503", detail = "The token is a JWT, and its issuer's keys cannot be read now. Nothing was changed: send the request again." },
                options: null, contentType: "application/scim+json");
        }
        var given = Secrets.Bearer(Request) is not null;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = given
            ? "Bearer realm=\"SCIM\", error=\"invalid_token\""
            : "Bearer realm=\"SCIM\"";
        return Response.WriteAsJsonAsync(
            new
            {
                schemas = ErrorSchema,
                status = "401",
                detail = given
                    ? "The bearer token is not valid for this directory, or has expired or been revoked."
                    : "Send the directory's token as: Authorization: Bearer <token>.",
            },
            options: null, contentType: "application/scim+json");
    }
}

/// <summary>Marks a request that the server sends to itself to see what would happen: it acts as the owner of a token, without one.</summary>
public sealed record DryRunCaller(TokenOwner Owner);

/// <summary>What the signed-in caller may see.</summary>
public static class Caller
{
    /// <summary>The directory of the caller's token: a parameter of every store call from here on.</summary>
    public static int Directory(this ClaimsPrincipal caller) =>
        Number(caller, DirectoryTokenHandler.DirectoryKey);

    /// <summary>The same, or null where the caller did not sign in with a directory's token.</summary>
    public static int? DirectoryIfAny(this ClaimsPrincipal caller) =>
        caller.HasClaim(c => c.Type == DirectoryTokenHandler.DirectoryKey) ? caller.Directory() : null;

    /// <summary>The name of that directory's profile.</summary>
    public static string Profile(this ClaimsPrincipal caller) => caller.FindFirstValue(DirectoryTokenHandler.Profile)!;

    /// <summary>The version of that directory's own extension schemas.</summary>
    public static int SchemasVersion(this ClaimsPrincipal caller) => Number(caller, DirectoryTokenHandler.SchemasVersion);

    static int Number(ClaimsPrincipal caller, string claim) => int.Parse(caller.FindFirstValue(claim)!, CultureInfo.InvariantCulture);
}
