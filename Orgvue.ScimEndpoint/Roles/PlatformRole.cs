using System.Text;

namespace Orgvue.ScimEndpoint.Roles;

/// <summary>The two roles of which every account must hold one (M3).</summary>
public static class PlatformRole
{
    public const string Admin = "admin";
    public const string User = "user";

    public static bool Is(string role) => Canonical(role) is not null;

    /// <summary>The platform role an account shows: admin if held, else user, else null.</summary>
    public static string? Of(IEnumerable<string> roles)
    {
        var user = false;
        foreach (var role in roles)
        {
            var platform = Canonical(role);
            if (platform == Admin) return Admin;
            user |= platform == User;
        }
        return user ? User : null;
    }

    /// <summary>The stored, lower-case spelling (M3), or null for a custom role.</summary>
    public static string? Canonical(ReadOnlySpan<char> role)
    {
        // ASCII only: OrdinalIgnoreCase may fold letters such as the long s (U+017F), and no look-alike may make an administrator.
        if (Ascii.EqualsIgnoreCase(role, Admin)) return Admin;
        return Ascii.EqualsIgnoreCase(role, User) ? User : null;
    }
}
