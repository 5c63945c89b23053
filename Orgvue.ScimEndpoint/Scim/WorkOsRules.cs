using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Scim;

/// <summary>The rules of WorkOS's own SCIM endpoint, where they say more than the RFC or something else; for directories of that profile. Pure.</summary>
public static class WorkOsRules
{
    /// <summary>"body over 2,000 KB → 413"</summary>
    public const int BodyLimit = 2_000 * 1024;

    /// <summary>Under which a group's identity is kept as a value that occurs once in the directory.</summary>
    public const string GroupIdentityName = "workos:group-identity";

    public static void CheckSize(long bytes)
    {
        if (bytes > BodyLimit) throw new ScimException(413, null, "The body is larger than 2,000 KB, which is all that WorkOS accepts.");
    }

    /// <summary>"`active` must be a boolean on POST/PUT · null values → 400"; of a body whose shape was checked.</summary>
    public static void CheckBody(JsonObject body)
    {
        if (NullIn(body) is { } name)
            throw new ScimException(ScimTypes.InvalidValue, $"{Excerpt.Of(name)} is null, and WorkOS takes no null values; leave the attribute out.");
        var active = body.FirstOrDefault(p => p.Key.Equals("active", StringComparison.OrdinalIgnoreCase)).Value;
        if (active is not null && active.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            throw new ScimException(ScimTypes.InvalidValue, "active must be true or false, without quotes.");
    }

    /// <summary>"no usable e-mail → 400 …, an e-mail-shaped userName is copied into emails"</summary>
    public static JsonObject WithEmail(JsonObject user)
    {
        var emails = (user["emails"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        if (emails.Exists(e => IsEmail(Text(e, "value")))) return user;
        if (Text(user, "userName") is not { } userName || !IsEmail(userName))
            throw new ScimException(ScimTypes.InvalidValue, "Required attributes missing: emails");
        var copied = user.DeepClone().AsObject();
        var values = copied["emails"] as JsonArray ?? [];
        var primary = !emails.Exists(e => e["primary"]?.GetValueKind() == JsonValueKind.True);
        values.Add(primary
            ? new JsonObject { ["value"] = userName, ["type"] = "work", ["primary"] = true }
            : new JsonObject { ["value"] = userName, ["type"] = "work" });
        if (values.Parent is null) copied["emails"] = values;
        return copied;
    }

    /// <summary>"group identity = externalId else displayName"; taken when the group is made, and kept "through renames".</summary>
    public static string GroupIdentity(JsonObject group) =>
        Text(group, "externalId") is { Length: > 0 } external ? external : Text(group, "displayName") ?? "";

    public static bool IsEmail(string? text)
    {
        var at = text?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        return at > 0 && at == text!.LastIndexOf('@') && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);
    }

    static string? NullIn(JsonNode node) => node switch
    {
        JsonObject json => json.Select(p => p.Value is null ? p.Key : NullIn(p.Value)).FirstOrDefault(found => found is not null),
        JsonArray array => array.Select(i => i is null ? "a value of an array" : NullIn(i)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    static string? Text(JsonObject of, string name) => of[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
