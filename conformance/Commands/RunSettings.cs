using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Commands;

/// <summary>What the user asked of a run.</summary>
sealed record RunSettings(
    string Url, string? Token, string? AdminUrl, string? AdminKey, string? Directory, double Timeout, string? Dialogues,
    RunSettings.Choice Which, RunSettings.Outlet[] Reports, string Report, string? Out, bool Verbose, bool Quiet)
{
    /// <summary>Which cases.</summary>
    public sealed record Choice(string Suite, string? Case, string[] Levels, string? Clause);

    /// <summary>A report that goes into a file of its own.</summary>
    public sealed record Outlet(string Format, string File);

    static readonly Dictionary<string, Level> Levels =
        Enum.GetValues<Level>().ToDictionary(l => l.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>What keeps a run with these settings from making sense, or null.</summary>
    public string? Fault
    {
        get
        {
            if (Connection.FaultOf(Url, Token, Timeout) is { } fault) return fault;
            if (AdminUrl is not null && !Connection.IsHttp(AdminUrl)) return $"--admin-url must be an http(s) URL, not \"{AdminUrl}\".";
            if (AdminUrl is not null && string.IsNullOrEmpty(AdminKey)) return "--admin-url also needs --admin-key (or SCIM_ADMIN_KEY).";
            if (Named.FirstOrDefault(l => !Levels.ContainsKey(l)) is { } level)
                return $"--level \"{level}\" is none of {string.Join(", ", Levels.Keys).ToLowerInvariant()}.";
            return null;
        }
    }

    public IReadOnlyList<DialogueCase> Selected(IEnumerable<DialogueCase> cases)
    {
        var levels = Named.Select(l => Levels[l]).ToHashSet();
        return
        [
            .. from dialogue in cases
               where Which.Suite == "all" || dialogue.Suite == Which.Suite
               where Which.Case is null || dialogue.Id.StartsWith(Which.Case, StringComparison.OrdinalIgnoreCase)
               where levels.Count == 0 || levels.Contains(dialogue.Level)
               where Which.Clause is null || IsUnder(Which.Clause, dialogue.Clause)
               select dialogue,
        ];
    }

    IEnumerable<string> Named =>
        Which.Levels.SelectMany(l => l.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    // "3.5" and "RFC 7644 §3.5" are §3.5 and §3.5.2, not §3.50; "Okta" is what Okta does.
    static bool IsUnder(string wanted, string clause) =>
        Begins(clause, wanted)
        || (clause.IndexOf('§', StringComparison.Ordinal) is var at and >= 0 && Begins(clause[(at + 1)..], wanted.TrimStart('§')));

    static bool Begins(string clause, string wanted) =>
        clause.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
        && (clause.Length == wanted.Length || !char.IsAsciiDigit(wanted[^1]) || !char.IsAsciiDigit(clause[wanted.Length]));
}
