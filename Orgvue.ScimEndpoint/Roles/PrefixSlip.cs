namespace Orgvue.ScimEndpoint.Roles;

/// <summary>How the beginning of a text fails to be a given prefix, and how much of the text it takes up (M8).</summary>
readonly record struct PrefixSlip(NearMissKind Kind, int Length, string Explanation, int Distance = 0)
{
    /// <summary>The least slip from any of the prefixes, longest first among equals; null when the text resembles none.</summary>
    public static (PrefixSlip Slip, string Prefix)? Of(string text, IReadOnlyList<string> prefixes) =>
        First(text, prefixes, static (text, prefix) => Disguised(text, prefix))
        ?? First(text, prefixes, Unseparated)
        ?? First(text, prefixes, Preceded)
        ?? Misspelt(text, prefixes);

    static (PrefixSlip, string)? First(string text, IReadOnlyList<string> prefixes, Func<string, string, PrefixSlip?> slipOf)
    {
        foreach (var prefix in prefixes)
            if (slipOf(text, prefix) is { } slip) return (slip, prefix);
        return null;
    }

    /// <summary>The same prefix but for invisible characters, look-alikes and separators.</summary>
    public static PrefixSlip? Disguised(string text, ReadOnlySpan<char> prefix)
    {
        PrefixSlip? first = null;
        var i = 0;
        foreach (var expected in prefix)
        {
            for (; i < text.Length && text[i] != expected && LookAlikes.IsInvisible(text[i]); i++)
                first ??= new(NearMissKind.StrayCharacter, 0, $"Character {i + 1} is {LookAlikes.Describe(text[i])}, which shows nothing.");
            if (i == text.Length || LookAlikes.Fold(text[i]) != LookAlikes.Fold(expected)) return null;
            if (char.ToUpperInvariant(text[i]) != char.ToUpperInvariant(expected)) first ??= Disguise(text[i], expected, i + 1);
            // In a short prefix "HR Leads" is a name of its own, not a slip of "HR_".
            if (text[i] == ' ' && expected != ' ' && prefix.Length < 8) return null;
            if (LookAlikes.IsSeparator(text[i]) && text[i] != expected && prefix.Length < 4) return null;
            i++;
        }
        return first is null ? null : first.Value with { Length = i };
    }

    static PrefixSlip Disguise(char seen, char expected, int at) => LookAlikes.IsSeparator(seen)
        ? new(NearMissKind.WrongSeparator, 0, $"Character {at} is {LookAlikes.Describe(seen)}, not {LookAlikes.Describe(expected)}.")
        : new(NearMissKind.LookAlike, 0, $"Character {at} is {LookAlikes.Describe(seen)}, which only looks like \"{expected}\".");

    /// <summary>The prefix without its last <c>_</c>.</summary>
    static PrefixSlip? Unseparated(string text, string prefix)
    {
        if (prefix.Length < 4 || !LookAlikes.IsSeparator(prefix[^1])) return null;
        var stem = prefix.Length - 1;
        if (!text.AsSpan().StartsWith(prefix.AsSpan(0, stem), StringComparison.OrdinalIgnoreCase)) return null;
        // "Organisation" is no slip of "Org_"; "OrgAdmin" is.
        if (prefix.Length < 8 && text.Length > stem && LookAlikes.PlatformRoleIn(text[stem..]) is null) return null;
        return new(NearMissKind.MissingSeparator, stem,
            $"The {LookAlikes.Describe(prefix[^1])} that ends the prefix \"{prefix}\" is missing.");
    }

    /// <summary>The prefix behind other text.</summary>
    static PrefixSlip? Preceded(string text, string prefix)
    {
        if (prefix.Length < 8) return null;
        var at = text.IndexOf(prefix, StringComparison.OrdinalIgnoreCase);
        if (at <= 0) return null;
        var kind = at <= 2 ? NearMissKind.StrayCharacter : NearMissKind.StrayPrefix;
        return new(kind, at + prefix.Length, $"The name must begin with the prefix \"{prefix}\"; there is text of length {at} before it.");
    }

    static (PrefixSlip, string)? Misspelt(string text, IReadOnlyList<string> prefixes)
    {
        (PrefixSlip Slip, string Prefix)? nearest = null;
        foreach (var prefix in prefixes)
            if (Misspelt(text, prefix) is { } slip && slip.Distance < (nearest?.Slip.Distance ?? int.MaxValue)) nearest = (slip, prefix);
        return nearest;
    }

    /// <summary>The prefix with a letter or two missing, added, wrong or swapped.</summary>
    static PrefixSlip? Misspelt(string text, string prefix)
    {
        if (EditDistance.Nearest(prefix, text, EditDistance.Allowed(prefix.Length)) is not var (distance, length)) return null;
        // A short prefix must at least end where a separator other than a space does, or half the directory's names come near it.
        var last = text[length - 1];
        var ends = !LookAlikes.IsSeparator(prefix[^1]) || (LookAlikes.IsSeparator(last) && !char.IsWhiteSpace(last));
        if (!ends && prefix.Length < 8 && LookAlikes.PlatformRoleIn(text[length..]) is null) return null;
        return new(NearMissKind.WrongPrefixLetters, length, $"It begins with \"{text[..length]}\", not with \"{prefix}\".", distance);
    }
}
