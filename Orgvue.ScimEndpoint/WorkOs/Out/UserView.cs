using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>A user as WorkOS shows one: every property, in its order. Pure.</summary>
public static class UserView
{
    const string Inactive = "inactive";

    /// <summary>As events show it.</summary>
    public static JsonObject Of(Owner owner, DirectoryUser user)
    {
        var document = JsonNode.Parse(user.Document)!.AsObject();
        var name = document["name"] as JsonObject;
        var (first, last) = (Text(name, "givenName"), Text(name, "familyName"));
        return new()
        {
            ["object"] = "directory_user",
            ["id"] = WireId.Of(WireId.User, user.Id),
            ["directory_id"] = owner.DirectoryId,
            ["organization_id"] = owner.OrganizationId,
            // As with groups: the userName may change, the id by which the identity provider knows the user does not.
            ["idp_id"] = user.ExternalId ?? user.Id.ToString(),
            ["email"] = user.LoginEmail,
            ["first_name"] = first,
            ["last_name"] = last,
            ["name"] = Text(name, "formatted") ?? Joined(first, last) ?? user.DisplayName,
            ["state"] = user.Active == false ? Inactive : "active",
            ["raw_attributes"] = new JsonObject(),
            ["custom_attributes"] = Custom(document),
            ["emails"] = Emails(document),
            ["job_title"] = Text(document, "title"),
            ["username"] = user.UserName,
            ["created_at"] = WireTime.Text(user.CreatedAt),
            ["updated_at"] = WireTime.Text(user.UpdatedAt),
        };
    }

    /// <summary>As <c>dsync.user.deleted</c> shows it: the last that is said of a user, which must not count as older than what was said before.</summary>
    public static JsonObject Gone(Owner owner, DirectoryUser user, DateTimeOffset at)
    {
        var view = Of(owner, user);
        view["state"] = Inactive;
        view["updated_at"] = WireTime.Text(at);
        return view;
    }

    /// <summary>As the REST API shows it.</summary>
    public static JsonObject WithGroups(Owner owner, DirectoryUser user, IEnumerable<DirectoryGroup> groups)
    {
        var view = Of(owner, user);
        view["groups"] = new JsonArray([.. groups.Select(g => Views.Group(owner, g))]);
        return view;
    }

    static string? Joined(string? first, string? last) =>
        first is null && last is null ? null : string.Join(' ', new[] { first, last }.OfType<string>());

    static JsonArray Emails(JsonObject document) => new([.. (document["emails"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(e => Text(e, "value") is not null)
        .Select(e => new JsonObject
        {
            ["primary"] = e["primary"]?.GetValueKind() == JsonValueKind.True, ["type"] = Text(e, "type"), ["value"] = Text(e, "value"),
        })]);

    // Of the attributes that WorkOS maps by itself, those that SCIM has.
    static JsonObject Custom(JsonObject document)
    {
        var enterprise = document[ScimUris.EnterpriseUser] as JsonObject;
        var custom = new JsonObject();
        Add("cost_center_name", Text(enterprise, "costCenter"));
        Add("department_name", Text(enterprise, "department"));
        Add("division_name", Text(enterprise, "division"));
        Add("employee_type", Text(document, "userType"));
        // SCIM names a manager by id; some identity providers send the address.
        Add("manager_email", Text(enterprise?["manager"] as JsonObject, "value") is { } manager && WorkOsRules.IsEmail(manager) ? manager : null);
        return custom;

        void Add(string name, string? value)
        {
            if (value is not null) custom[name] = value;
        }
    }

    static string? Text(JsonObject? of, string name) =>
        of?[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
