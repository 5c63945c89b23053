using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>Rule A1: the e-mail by which a person signs in. Pure.</summary>
public static class LoginEmail
{
    /// <summary>The primary e-mail, else the first of type work, else the first of type home, else a userName that looks like one; else null.</summary>
    public static string? Of(JsonObject user)
    {
        var emails = (user["emails"] as JsonArray)?.OfType<JsonObject>().Where(e => Text(e, "value") is { Length: > 0 }).ToList() ?? [];
        var chosen = emails.Find(e => e["primary"] is JsonValue primary && primary.TryGetValue<bool>(out var isPrimary) && isPrimary)
            ?? emails.Find(e => IsType(e, "work"))
            ?? emails.Find(e => IsType(e, "home"));
        if (chosen is not null) return Text(chosen, "value")!.Trim();
        return Text(user, "userName") is { } userName && LooksLikeEmail(userName) ? userName : null;
    }

    /// <summary>Something before and something after one @, without blanks.</summary>
    static bool LooksLikeEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);
    }

    static bool IsType(JsonObject email, string type) => string.Equals(Text(email, "type"), type, StringComparison.OrdinalIgnoreCase);

    internal static string? Text(JsonObject of, string name) =>
        of[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
