using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>Directories, groups and tokens as WorkOS shows them: every property, in its order. Pure.</summary>
public static class Views
{
    /// <summary>As the REST API shows it.</summary>
    public static JsonObject Directory(Directory directory, IReadOnlyList<string> domains)
    {
        var view = new JsonObject
        {
            ["object"] = "directory",
            ["id"] = directory.Id,
            ["organization_id"] = WireId.OrganizationOf(directory.Id),
            ["external_key"] = directory.ExternalKey,
            ["type"] = TypeOf(directory.Provider),
            ["state"] = directory.State switch
            {
                DirectoryState.Linked => "linked",
                DirectoryState.Unlinked => "unlinked",
                _ => "deleting",
            },
            ["name"] = directory.Name,
        };
        if (domains.Count > 0) view["domain"] = domains[0];
        view["created_at"] = WireTime.Text(directory.CreatedAt);
        view["updated_at"] = WireTime.Text(directory.UpdatedAt);
        return view;
    }

    /// <summary>As <c>dsync.deleted</c> shows it: events have a state of their own.</summary>
    public static JsonObject DirectoryOfEvent(Directory directory) => new()
    {
        ["object"] = "directory",
        ["id"] = directory.Id,
        ["organization_id"] = WireId.OrganizationOf(directory.Id),
        ["type"] = TypeOf(directory.Provider),
        ["state"] = directory.State == DirectoryState.Linked ? "active" : "inactive",
        ["name"] = directory.Name,
        ["created_at"] = WireTime.Text(directory.CreatedAt),
        ["updated_at"] = WireTime.Text(directory.UpdatedAt),
    };

    /// <summary>As <c>dsync.activated</c> shows it.</summary>
    public static JsonObject DirectoryOfEvent(Directory directory, IEnumerable<string> domains)
    {
        var view = DirectoryOfEvent(directory);
        view["external_key"] = directory.ExternalKey;
        view["domains"] = Domains(directory.Id, domains);
        return view;
    }

    public static JsonArray Domains(string directoryId, IEnumerable<string> domains) => new([.. domains.Select(domain => new JsonObject
    {
        ["object"] = "organization_domain", ["id"] = WireId.Of(WireId.Domain, DomainId(directoryId, domain)), ["domain"] = domain,
    })]);

    public static JsonObject Group(Owner owner, DirectoryGroup group) => new()
    {
        ["object"] = "directory_group",
        ["id"] = WireId.Of(WireId.Group, group.Id),
        // The identity must outlive a renaming: where the identity provider gives none, it is the id by which it knows the group.
        ["idp_id"] = group.ExternalId ?? group.Id.ToString(),
        ["directory_id"] = owner.DirectoryId,
        ["organization_id"] = owner.OrganizationId,
        ["name"] = group.DisplayName,
        ["raw_attributes"] = new JsonObject(),
        ["created_at"] = WireTime.Text(group.CreatedAt),
        ["updated_at"] = WireTime.Text(group.UpdatedAt),
    };

    public static JsonObject Token(Owner owner, DirectoryToken token) => new()
    {
        ["object"] = "directory_token",
        ["id"] = WireId.Of(WireId.Token, token.Id),
        ["directory_id"] = owner.DirectoryId,
        ["organization_id"] = owner.OrganizationId,
        ["token_suffix"] = token.Suffix,
        ["created_at"] = WireTime.Text(token.CreatedAt),
    };

    static string TypeOf(IdentityProvider provider) => provider switch
    {
        IdentityProvider.Entra => "azure scim v2.0",
        IdentityProvider.Okta => "okta scim v2.0",
        IdentityProvider.OneLogin => "onelogin scim v2.0",
        IdentityProvider.Google => "gsuite directory",
        IdentityProvider.JumpCloud => "jump cloud scim v2.0",
        IdentityProvider.Ping => "pingfederate scim v2.0",
        _ => "generic scim v2.0",
    };

    // A domain is no row of its own: its id is drawn from what it names, so that it is the same every time.
    static Guid DomainId(string directoryId, string domain) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{directoryId} {domain}")).AsSpan(0, 16), bigEndian: true);
}
