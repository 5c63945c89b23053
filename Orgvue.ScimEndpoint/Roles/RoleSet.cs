using System.Text;

namespace Orgvue.ScimEndpoint.Roles;

/// <summary>One role met in several spellings: the kept one and those it stands for (M4).</summary>
public sealed record RoleCaseConflict(string Kept, IReadOnlyList<string> Dropped);

/// <summary>The roles of one user in one tenant, merged (M3, M4).</summary>
public static class RoleSet
{
    /// <summary>Each role once, ordinally sorted; of several spellings the ordinally smallest.</summary>
    public static (IReadOnlyList<string> Roles, IReadOnlyList<RoleCaseConflict> Conflicts) Merge(IEnumerable<string> roles)
    {
        if (Apart(roles) is { } apart) return (apart, []);
        var spellings = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var role in roles) spellings.Add(PlatformRole.Canonical(role) ?? role);
        if (spellings.Count < 2) return ([.. spellings], []);

        List<string> kept = [];
        List<RoleCaseConflict> conflicts = [];
        // Platform roles stand alone: whatever the runtime's case folding equates with them is still a custom role.
        foreach (var role in spellings.GroupBy(KeyOf, StringComparer.Ordinal))
        {
            var smallest = role.First();
            kept.Add(smallest);
            var dropped = role.Skip(1).ToArray();
            if (dropped.Length > 0) conflicts.Add(new(smallest, dropped));
        }
        return (kept, conflicts);
    }

    // The roles of nearly everybody: a few, and no two of them alike. Null when they are more, or may be alike, or are beyond ASCII.
    static List<string>? Apart(IEnumerable<string> roles)
    {
        const int few = 4;
        var apart = new List<string>(few);
        foreach (var role in roles)
        {
            if (apart.Count == few || !Ascii.IsValid(role)) return null;
            foreach (var other in apart)
                if (Ascii.EqualsIgnoreCase(role, other)) return null;
            apart.Add(PlatformRole.Canonical(role) ?? role);
        }
        apart.Sort(StringComparer.Ordinal);
        return apart;
    }

    // An upper-case key can hold neither "admin" nor "user", so a custom role never shares a platform role's key.
    internal static string KeyOf(string role) => PlatformRole.Is(role) ? role : role.ToUpperInvariant();
}
