namespace Orgvue.ScimEndpoint.Model;

/// <summary>The key under which a value is compared ignoring case, equal on every database (none of which agree on collations).</summary>
public static class Fold
{
    public static string Key(string value) => value.ToUpperInvariant();
}
