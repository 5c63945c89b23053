using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>Rule A1: the e-mail by which a person signs in. Pure.</summary>
public static class LoginEmail
{
    /// <summary>Of an e-mail's characters (RFC 3696, erratum 1690: 64 before the @, 255 after it); what is longer is none.</summary>
    const int Longest = 320;

    /// <summary>The primary e-mail, else the first of type work, else the first of type home, else a userName that looks like one; else null.</summary>
    public static string? Of(JsonObject user) => Found(user)?.Email;

    /// <summary>The e-mail, and by which of the rule's steps it is found.</summary>
    public static (string Email, LoginEmailStep By)? Found(JsonObject user)
    {
        var emails = (user["emails"] as JsonArray)?.OfType<JsonObject>().Where(e => Text(e, "value") is { Length: > 0 and <= Longest }).ToList() ?? [];
        if (emails.Find(e => e["primary"] is JsonValue primary && primary.TryGetValue<bool>(out var isPrimary) && isPrimary) is { } main)
            return (Value(main), LoginEmailStep.PrimaryEmail);
        if (emails.Find(e => IsType(e, "work")) is { } work) return (Value(work), LoginEmailStep.WorkEmail);
        if (emails.Find(e => IsType(e, "home")) is { } home) return (Value(home), LoginEmailStep.HomeEmail);
        return Text(user, "userName") is { Length: <= Longest } userName && LooksLikeEmail(userName) ? (userName, LoginEmailStep.UserName) : null;
    }

    static string Value(JsonObject email) => Text(email, "value")!.Trim();

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

/// <summary>The steps of rule A1, in their order.</summary>
public enum LoginEmailStep { PrimaryEmail, WorkEmail, HomeEmail, UserName }
