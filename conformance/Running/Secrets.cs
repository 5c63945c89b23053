using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>Keeps tokens out of everything that is shown, also where a server echoes or issues them.</summary>
sealed partial class Secrets(params IEnumerable<HttpClient?> clients)
{
    const string Hidden = "***";

    readonly IReadOnlyList<string> _known =
        [.. clients.Select(c => c?.DefaultRequestHeaders.Authorization?.Parameter).OfType<string>().Where(s => s.Length >= 4).Distinct()];

    public string Hide(string text)
    {
        foreach (var secret in _known) text = text.Replace(secret, Hidden, StringComparison.OrdinalIgnoreCase);
        return Issued.Replace(text, $"$1\"{Hidden}\"");
    }

    public Problem Hide(Problem problem) =>
        problem with { Request = Hide(problem.Request), Expected = Hide(problem.Expected), Got = Hide(problem.Got) };

    [GeneratedRegex("""("(?:token|secret|apiKey|password)"\s*:\s*)"[^"]*"?""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    static partial Regex Issued { get; }
}
