using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>The columns that filters on groups can use.</summary>
sealed class GroupQuery(ScimDb db, int directory, bool byCodePoint) : FilterQuery<DirectoryGroup>(byCodePoint)
{
    protected override Condition? OfCompare(string path, CompareOp op, FilterValue value) => path switch
    {
        "displayName" => OfFolded(g => g.DisplayNameKey, op, value),
        "externalId" => OfExact(g => g.ExternalId, op, value),
        "id" => OfId(g => g.Id, op, value),
        "meta.created" => OfInstant(g => g.CreatedAt, op, value),
        "meta.lastModified" => OfInstant(g => g.UpdatedAt, op, value),
        "meta.resourceType" => OfConstant("Group", op, value),
        "members" or "members.value" when op == CompareOp.Eq && value is FilterValue.Text { Content: var member } =>
            OfMember(Ids.ParseReference(member) ?? Guid.Empty),
        _ => null,
    };

    protected override Condition? OfPresent(string path) => path switch
    {
        "id" or "displayName" or "meta" or "meta.created" or "meta.lastModified" => Always(true),
        "externalId" => new(g => g.ExternalId != null && g.ExternalId != "", true),
        "members" => new(g => db.Members.Any(m => m.DirectoryKey == directory && m.GroupId == g.Id), true),
        _ => null,
    };

    // "Is one of those", not "has one such": the database then begins at the few rows of the index instead of asking every group.
    Condition OfMember(Guid member) => new(
        g => db.Members.Where(m => m.DirectoryKey == directory && m.MemberId == member).Select(m => m.GroupId).Contains(g.Id), true);
}
