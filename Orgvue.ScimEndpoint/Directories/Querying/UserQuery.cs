using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Directories.Querying;

/// <summary>The columns that filters on users can use.</summary>
sealed class UserQuery(ScimDb db, int directory, bool byCodePoint) : FilterQuery<DirectoryUser>(byCodePoint)
{
    protected override Condition? OfCompare(string path, CompareOp op, FilterValue value) => path switch
    {
        "userName" => OfFolded(u => u.UserNameKey, op, value),
        "displayName" => OfFolded(u => u.DisplayNameKey, op, value),
        "externalId" => OfExact(u => u.ExternalId, op, value),
        "id" => OfId(u => u.Id, op, value),
        "active" when value is FilterValue.Boolean { IsTrue: var active } => op switch
        {
            CompareOp.Eq => new(u => u.Active == active, true),
            CompareOp.Ne => new(u => u.Active != active, true),
            _ => null,
        },
        "meta.created" => OfInstant(u => u.CreatedAt, op, value),
        "meta.lastModified" => OfInstant(u => u.UpdatedAt, op, value),
        "meta.resourceType" => OfConstant("User", op, value),
        "emails" or "emails.value" when op == CompareOp.Eq && value is FilterValue.Text { Content: var email } => OfEmail(IndexKey.Of(email)),
        "groups" or "groups.value" when op == CompareOp.Eq && value is FilterValue.Text { Content: var group } =>
            OfGroup(Ids.ParseReference(group) ?? Guid.Empty),
        _ => null,
    };

    protected override Condition? OfPresent(string path) => path switch
    {
        "id" or "userName" or "meta" or "meta.created" or "meta.lastModified" => Always(true),
        "displayName" => new(u => u.DisplayName != null && u.DisplayName != "", true),
        "externalId" => new(u => u.ExternalId != null && u.ExternalId != "", true),
        "active" => new(u => u.Active != null, true),
        "groups" => new(u => db.Members.Any(m => m.DirectoryKey == directory && m.MemberId == u.Id), true),
        _ => null,
    };

    // "Is one of those", not "has one such": the database then begins at the few rows of the index instead of asking every user.
    Condition OfEmail(string key) => new(
        u => db.UserEmails.Where(e => e.DirectoryKey == directory && e.ValueKey == key).Select(e => e.UserId).Contains(u.Id), true);

    Condition OfGroup(Guid group) => new(
        u => db.Members.Where(m => m.DirectoryKey == directory && m.GroupId == group).Select(m => m.MemberId).Contains(u.Id), true);
}
