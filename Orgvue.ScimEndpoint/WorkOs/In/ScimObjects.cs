using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>A WorkOS user or group → what SCIM calls it. Pure.</summary>
static class ScimObjects
{
    /// <summary>What WorkOS calls what the enterprise extension has: the names that it maps identity providers' attributes to, and theirs.</summary>
    static readonly (string Attribute, string[] Names)[] Enterprise =
    [
        ("employeeNumber", ["employee_number", "employeeNumber"]),
        ("costCenter", ["cost_center_name", "cost_center", "costCenter"]),
        ("organization", ["organization_name", "organization"]),
        ("division", ["division_name", "division"]),
        ("department", ["department_name", "department"]),
    ];

    /// <summary>The name that a user or group wants in the directory: no two of one kind can have the same.</summary>
    public static string NameOf(JsonElement data, string id, bool user) => user
        ? Text(data, "username") ?? Text(data, "email") ?? Text(data, "idp_id") ?? id
        : Text(data, "name") ?? Text(data, "idp_id") ?? id;

    public static string? ExternalId(JsonElement data) => Text(data, "idp_id");

    public static bool IsActive(JsonElement data) => Text(data, "state") == "active";

    public static JsonObject User(JsonElement data, string userName, bool active)
    {
        var user = new JsonObject { ["schemas"] = new JsonArray(ScimUris.User), ["userName"] = userName, ["active"] = active };
        Put(user, "externalId", ExternalId(data));
        var name = new JsonObject();
        Put(name, "formatted", Text(data, "name"));
        Put(name, "givenName", Text(data, "first_name"));
        Put(name, "familyName", Text(data, "last_name"));
        if (name.Count > 0) user["name"] = name;
        var both = string.Join(' ', new[] { Text(data, "first_name"), Text(data, "last_name") }.OfType<string>());
        Put(user, "displayName", Text(data, "name") ?? (both.Length == 0 ? null : both));
        Put(user, "title", Text(data, "job_title") ?? Custom(data, ["job_title"]));
        if (Emails(data) is { Count: > 0 } emails) user["emails"] = emails;
        var enterprise = new JsonObject();
        foreach (var (attribute, names) in Enterprise) Put(enterprise, attribute, Custom(data, names));
        if (enterprise.Count == 0) return user;
        user["schemas"]!.AsArray().Add(ScimUris.EnterpriseUser);
        user[ScimUris.EnterpriseUser] = enterprise;
        return user;
    }

    public static JsonObject Group(JsonElement data, string displayName)
    {
        var group = new JsonObject { ["schemas"] = new JsonArray(ScimUris.Group), ["displayName"] = displayName };
        Put(group, "externalId", ExternalId(data));
        return group;
    }

    // The one e-mail that WorkOS calls the user's first, as primary: it is what the account is known by (rule A1).
    static JsonArray Emails(JsonElement data)
    {
        var emails = new JsonArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var hasPrimary = false;
        if (Text(data, "email") is { } first) Add(first, "work", isPrimary: true);
        if (!data.TryGetProperty("emails", out var more) || more.ValueKind != JsonValueKind.Array) return emails;
        foreach (var email in more.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object))
            if (Text(email, "value") is { } value)
                Add(value, Text(email, "type"), !hasPrimary && IsTrue(email, "primary"));
        return emails;

        void Add(string value, string? type, bool isPrimary)
        {
            if (!seen.Add(Fold.Key(value))) return;
            var email = new JsonObject { ["value"] = value };
            Put(email, "type", type);
            if (isPrimary) email["primary"] = hasPrimary = true;
            emails.Add((JsonNode)email);
        }
    }

    static string? Custom(JsonElement data, string[] names)
    {
        if (!data.TryGetProperty("custom_attributes", out var custom) || custom.ValueKind != JsonValueKind.Object) return null;
        return names.Select(n => Number(custom, n) ?? Text(custom, n)).FirstOrDefault(text => text is not null);
    }

    static string? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null;

    static bool IsTrue(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    static void Put(JsonObject to, string name, string? text)
    {
        if (text is not null) to[name] = text;
    }
}
