using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>
/// How the console's pages call the admin API: with a cookie that scripts cannot read and other sites cannot send, and, where something is changed, with an
/// anti-forgery token in a header. Keys need neither, for no browser sends them by itself.
/// </summary>
static class ConsoleCookie
{
    public const string AntiForgeryHeader = "X-Anti-Forgery";

    /// <summary>A working day; it is not prolonged.</summary>
    static readonly TimeSpan Lasts = TimeSpan.FromHours(8);

    public static AuthenticationBuilder AddConsoleCookie(this AuthenticationBuilder builder)
    {
        builder.Services.AddSingleton<SignedIn>().AddSingleton<Passwords>().AddSingleton<Events>();
        builder.Services.AddAntiforgery(options =>
        {
            options.HeaderName = AntiForgeryHeader;
            options.Cookie.Name = "orgvue_antiforgery";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.SuppressXFrameOptionsHeader = true;
        });
        return builder.AddCookie(Schemes.Console, options =>
        {
            options.Cookie.Name = "orgvue_console";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            // Https wherever it is not this machine alone: see Http.PublicAddress.
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = Lasts;
            options.SlidingExpiration = false;
            options.EventsType = typeof(Events);
        });
    }

    sealed class Events(SignedIn people) : CookieAuthenticationEvents
    {
        public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
        {
            if (context.Principal is not { } who || !await people.StillAsync(who, context.HttpContext.RequestAborted)) context.RejectPrincipal();
        }
    }
}
