using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>Signing in to the console by an OpenID Connect provider: the authorization code flow with PKCE; a claim says who may do what.</summary>
public static partial class OpenIdConnectSetup
{
    /// <summary>Where somebody is sent to his provider from, and where the provider sends him back to: the redirect URI to register there.</summary>
    public const string Start = "/admin/sign-in/openid-connect", Back = "/admin/signed-in";

    /// <summary>Where the console is; with <c>?refused=</c> and the reason it says why somebody was not let in.</summary>
    public const string Console = "/admin/";

    /// <summary>A provider's answers have some thousand bytes.</summary>
    const int MostBytes = 1024 * 1024;

    internal static AuthenticationBuilder AddOpenIdConnectSignIn(this AuthenticationBuilder builder, IConfiguration configuration)
    {
        builder.Services.AddOptions<ProviderOptions>().Bind(configuration.GetSection("OpenIdConnect"))
            .Validate(o => !o.IsOn || o is { ClientId.Length: > 0 }, "OpenIdConnect:Authority is set: OpenIdConnect:ClientId must be, too.")
            .Validate(o => !o.IsOn || Uri.TryCreate(o.Authority, UriKind.Absolute, out var url) && url.Scheme is "https" or "http", "OpenIdConnect:Authority must be the https address of the provider.")
            .Validate(o => !o.IsOn || o.Readers.Length + o.Operators.Length + o.Administrators.Length > 0,
                "OpenIdConnect:Authority is set: say whom it lets in with OpenIdConnect:Administrators, :Operators or :Readers, values of the claim OpenIdConnect:RoleClaim separated by commas.")
            .ValidateOnStart();
        // Nobody pays for what is not used.
        if (string.IsNullOrEmpty(configuration["OpenIdConnect:Authority"])) return builder;
        builder.AddOpenIdConnect(Schemes.OpenIdConnect, _ => { });
        builder.Services.AddOptions<OpenIdConnectOptions>(Schemes.OpenIdConnect).Configure<IOptions<ProviderOptions>, IOptions<NotificationOptions>>(Configure);
        return builder;
    }

    /// <summary>The way to the provider and back; neither is there without a provider.</summary>
    public static void MapOpenIdConnectSignIn(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<ProviderOptions>>().Value.IsOn) return;
        app.MapGet(Start, () => Results.Challenge(new() { RedirectUri = Console }, [Schemes.OpenIdConnect])).AllowAnonymous().ExcludeFromDescription();
        // Answered by the handler before it comes to this.
        app.MapGet(Back, static () => Results.Redirect(Console)).AllowAnonymous().WithMetadata(new AnsweredByAuthentication()).ExcludeFromDescription();
    }

    static void Configure(OpenIdConnectOptions options, IOptions<ProviderOptions> provider, IOptions<NotificationOptions> network)
    {
        var wanted = provider.Value;
        (options.Authority, options.ClientId, options.ClientSecret) = (wanted.Authority, wanted.ClientId, wanted.ClientSecret);
        options.SignInScheme = Schemes.Console;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // The answer comes by a link, so that its cookies need not be sent with other sites' forms.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.CallbackPath = Back;
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.RequireHttpsMetadata = !network.Value.AllowPrivateNetworks;
        options.BackchannelHttpHandler = GuardedSockets.Handler(network.Value);
        options.BackchannelTimeout = network.Value.Timeout;
        options.Scope.Clear();
        foreach (var scope in wanted.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)) options.Scope.Add(scope);
        options.Events = new()
        {
            OnTokenValidated = context =>
            {
                if (wanted.RoleOf(context.Principal!) is { } role) context.Principal = SignedIn.As(ProviderOptions.NameOf(context.Principal!), role, context.Principal!.FindFirstValue("sub") ?? "");
                else context.Fail(new NotLetInException($"{ProviderOptions.NameOf(context.Principal!)} has none of the values of the claim {wanted.RoleClaim} that are let in."));
                return Task.CompletedTask;
            },
            OnRemoteFailure = context =>
            {
                // What the provider, or whoever pretends to be it, wrote is for the log alone.
                LetNobodyIn(context.HttpContext.RequestServices.GetRequiredService<ILogger<ProviderOptions>>(), context.Failure);
                var why = context.Failure as NotLetInException ?? context.Failure?.InnerException as NotLetInException;
                context.Response.Redirect($"{Console}?refused={Uri.EscapeDataString(why?.Message ?? "The provider did not let you in, or its answer came too late. Try again.")}");
                context.HandleResponse();
                return Task.CompletedTask;
            },
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody was not let in by the OpenID Connect provider")]
    static partial void LetNobodyIn(ILogger logger, Exception? why);
}

/// <summary>An endpoint that an authentication handler answers.</summary>
sealed class AnsweredByAuthentication;

/// <summary>The provider knows him, this server does not let him in.</summary>
sealed class NotLetInException(string message) : Exception(message);

/// <summary>Settings under <c>OpenIdConnect:</c>.</summary>
public sealed class ProviderOptions
{
    /// <summary>The issuer, such as https://login.microsoftonline.com/{tenant}/v2.0; without it nobody signs in by a provider.</summary>
    public string? Authority { get; set; }

    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }

    /// <summary>What the console's button says.</summary>
    public string DisplayName { get; set; } = "your organisation";

    public string Scopes { get; set; } = "openid profile email";

    /// <summary>The claim whose values say what somebody may do.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Values of the claim, separated by commas, that make somebody an administrator.</summary>
    public string Administrators { get; set; } = "";

    public string Operators { get; set; } = "";
    public string Readers { get; set; } = "";

    public bool IsOn => !string.IsNullOrEmpty(Authority);

    /// <summary>The widest of what his values give; null for nothing.</summary>
    internal ApiRole? RoleOf(ClaimsPrincipal who)
    {
        var held = who.FindAll(RoleClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        return Gives(Administrators) ? ApiRole.Administrator : Gives(Operators) ? ApiRole.Operator : Gives(Readers) ? ApiRole.Reader : null;
        bool Gives(string values) => values.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(held.Contains);
    }

    internal static string NameOf(ClaimsPrincipal who)
    {
        var name = who.FindFirstValue("preferred_username") ?? who.FindFirstValue("email") ?? who.FindFirstValue("name") ?? who.FindFirstValue("sub") ?? "somebody";
        return name.Length <= Passwords.LongestName ? name : name[..Passwords.LongestName];
    }
}
