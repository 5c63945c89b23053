using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage.Direct;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>A stored resource with what belongs to it: for a user its groups, for a group its members, where they were asked for.</summary>
public sealed record Resource(
    ResourceType Type, Guid Id, DocumentText Text, int Version, DateTimeOffset Created, DateTimeOffset LastModified,
    IReadOnlyList<Reference>? References)
{
    public JsonObject Document => Text.Json;

    internal static Resource Of(ResourceType type, DirectoryUser user, IReadOnlyList<Reference>? groups) =>
        new(type, user.Id, new(user.Document), user.Version, user.CreatedAt, user.UpdatedAt, groups);

    internal static Resource Of(ResourceType type, DirectoryGroup group, IReadOnlyList<Reference>? members) =>
        new(type, group.Id, new(group.Document), group.Version, group.CreatedAt, group.UpdatedAt, members);

    internal static Resource Of(ResourceType type, StoredRow row, IReadOnlyList<Reference>? references) =>
        new(type, row.Id, new(row.Document), row.Version, row.Created, row.LastModified, references);

    internal static JsonObject Parse(string document) => JsonNode.Parse(document)!.AsObject();
}

/// <summary>One value of a group's members or of a user's groups.</summary>
public sealed record Reference(Guid Id, MemberKind Kind, string? Display)
{
    internal static Reference Of(StoredReference stored) =>
        new(stored.Id, stored.IsGroup ? MemberKind.Group : MemberKind.User, stored.Display);
}
