namespace Orgvue.ScimEndpoint.Storage;

/// <summary>What <see cref="Lookups"/> asks SQLite: each names its directory and is answered by an index, which a test holds.</summary>
static class LookupSql
{
    public const string ById = """WHERE "DirectoryKey" = $0 AND "Id" = $1""";
    public const string OfUser = """WHERE "DirectoryKey" = $0 AND "UserId" = $1""";
    public const string OfMember = """WHERE "DirectoryKey" = $0 AND "MemberId" = $1""";
    public const string InGroup = """WHERE "DirectoryKey" = $0 AND "GroupId" = $1 AND "MemberId" = $2""";
    public const string User = """SELECT 1 FROM "Users" WHERE "DirectoryKey" = $0 AND "Id" = $1""";
    public const string Group = """SELECT 1 FROM "Groups" WHERE "DirectoryKey" = $0 AND "Id" = $1""";
    public const string OtherUser = """SELECT 1 FROM "Users" WHERE "DirectoryKey" = $0 AND "UserNameKey" = $1 AND "Id" <> $2""";
    public const string OtherGroup = """SELECT 1 FROM "Groups" WHERE "DirectoryKey" = $0 AND "DisplayNameKey" = $1 AND "Id" <> $2""";

    public const string GroupsOf = """
        SELECT g."Id", g."DisplayName" FROM "Members" m JOIN "Groups" g ON g."DirectoryKey" = m."DirectoryKey" AND g."Id" = m."GroupId"
        WHERE m."DirectoryKey" = $0 AND m."MemberId" = $1 ORDER BY m."GroupId"
        """;

    public const string ReleaseValues = """DELETE FROM "UniqueValues" WHERE "DirectoryKey" = $0 AND "ResourceId" = $1""";
}
