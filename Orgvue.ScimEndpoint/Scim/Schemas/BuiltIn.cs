using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Scim.Schemas;

/// <summary>The schemas of RFC 7643 section 8.7 with the two resource types made of them, and the roles of draft-ietf-scim-roles-entitlements.</summary>
public static class BuiltIn
{
    public static Schema UserSchema { get; } = Load("User");
    public static Schema GroupSchema { get; } = Load("Group");
    public static Schema EnterpriseUserSchema { get; } = Load("EnterpriseUser");
    public static Schema RoleSchema { get; } = Load("Role");
    public static Schema ServiceProviderConfigSchema { get; } = Load("ServiceProviderConfig");
    public static Schema ResourceTypeSchema { get; } = Load("ResourceType");
    public static Schema SchemaSchema { get; } = Load("Schema");

    public static ResourceType User { get; } = new("User", "/Users", "User Account", UserSchema, EnterpriseUserSchema);
    public static ResourceType Group { get; } = new("Group", "/Groups", "Group", GroupSchema);

    /// <summary>Read-only, and no directory extends it.</summary>
    public static ResourceType Role { get; } = new("Role", "/Roles", "A role that groups can give, in one tenant", RoleSchema);

    static Schema Load(string name)
    {
        using var stream = typeof(BuiltIn).Assembly.GetManifestResourceStream($"Orgvue.ScimEndpoint.Scim.Schemas.{name}.json")
            ?? throw new InvalidOperationException($"The schema {name}.json is not embedded.");
        return Schema.Parse(JsonNode.Parse(stream)!.AsObject());
    }
}
