using System.Globalization;

namespace Orgvue.ScimEndpoint.Rest;

/// <summary>Looks at every field before refusing, so that the caller reads all that is wrong at once.</summary>
public sealed class Checks
{
    public const int MaxEmail = 254;
    readonly List<FieldError> _errors = [];

    /// <summary>Refuses with 400 when anything was found.</summary>
    public void Refuse()
    {
        if (_errors.Count > 0)
            throw new RefusalException(StatusCodes.Status400BadRequest, "InvalidRequest",
                string.Join(" ", _errors.Select(e => e.Field.Length == 0 ? e.Message : $"{e.Field}: {e.Message}")), _errors);
    }

    public void Add(string field, string rule, string message) => _errors.Add(new(field, rule, message));

    /// <summary>A required line of text; trimmed.</summary>
    public string Text(string field, string? value, int max)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0) Add(field, "required", "Give a text that is not empty.");
        else if (text.Length > max) Add(field, "length", $"Has {text.Length} characters; {max} are allowed.");
        else if (text.Any(char.IsControl)) Add(field, "format", "Holds a control character.");
        return text;
    }

    /// <summary>An e-mail address: something, one @, a domain; trimmed.</summary>
    public string Email(string field, string? value)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0) Add(field, "required", "Give an e-mail address.");
        else if (text.Length > MaxEmail) Add(field, "length", $"Has {text.Length} characters; {MaxEmail} are allowed.");
        else if (!IsEmail(text)) Add(field, "format", "Expected an e-mail address such as name@example.com.");
        return text;
    }

    /// <summary>Domains such as <c>example.com</c>, each once, in lower case.</summary>
    public List<string> Domains(string field, IReadOnlyList<string?>? domains)
    {
        const int most = 100;
        if (domains is null) return [];
        if (domains.Count > most) Add(field, "length", $"Has {domains.Count} domains; {most} are allowed.");
        var given = domains.Select(d => d?.Trim().ToLowerInvariant() ?? "").ToList();
        for (var i = 0; i < given.Count && i < most; i++)
            if (!IsDomain(given[i])) Add($"{field}[{i}]", "A2", "Expected a domain such as example.com, without @.");
        return [.. given.Distinct()];
    }

    /// <summary>A batching delay (rule B1) written hh:mm:ss, at most a day; null for none.</summary>
    public TimeSpan? Delay(string field, string? value)
    {
        if (value is null) return null;
        if (!TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out var delay))
            Add(field, "format", "Expected a duration hh:mm:ss such as 00:05:00.");
        else if (delay < TimeSpan.Zero || delay > TimeSpan.FromDays(1))
            Add(field, "B1", "Expected a duration from 00:00:00 to 1.00:00:00 (a day).");
        return delay;
    }

    static bool IsEmail(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && text.IndexOf('@') == at && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ',' or ';' or '<' or '>')
            && IsDomain(text[(at + 1)..]);
    }

    static bool IsDomain(string text) =>
        text.Length is > 0 and <= 253 && text.Split('.').All(label =>
            label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsLetterOrDigit(c) || c == '-'));
}
