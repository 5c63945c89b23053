using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>The columns that filters on groups can use.</summary>
sealed class GroupQuery(ScimDb db, int directory) : FilterQuery<DirectoryGroup>
{
    protected override Condition? OfCompare(string path, CompareOp op, FilterValue value) => path switch
    {
        "displayName" => OfFolded(g => g.DisplayNameKey, op, value),
        "externalId" => OfExact(g => g.ExternalId, op, value),
        "id" => OfId(g => g.Id, op, value),
        "meta.created" => OfInstant(g => g.CreatedAt, op, value),
        "meta.lastModified" => OfInstant(g => g.UpdatedAt, op, value),
        "members" or "members.value" when op == CompareOp.Eq && value is FilterValue.Text { Content: var member } =>
            OfMember(Ids.Parse(member) ?? Guid.Empty),
        _ => null,
    };

    protected override Condition? OfPresent(string path) => path == "members"
        ? new(g => db.Members.Any(m => m.DirectoryKey == directory && m.GroupId == g.Id), true)
        : null;

    Condition OfMember(Guid member) => new(
        g => db.Members.Any(m => m.DirectoryKey == directory && m.GroupId == g.Id && m.MemberId == member), true);
}
