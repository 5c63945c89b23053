namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>A column by which resources are looked up, each with an index of its own under the directory.</summary>
public enum DirectColumn { UserName, UserExternalId, GroupDisplayName, GroupExternalId }

/// <summary>The statements, in the SQL that SQLite and PostgreSQL share. Parameters are p0, p1 … in the order of their values.</summary>
static class Sql
{
    const string Resource = """SELECT "Id", "Document", "Version", "CreatedAt", "UpdatedAt" FROM """;
    const string OfUsers = Resource + "\"Users\" WHERE \"DirectoryKey\" = @p0 AND ";
    const string OfGroups = Resource + "\"Groups\" WHERE \"DirectoryKey\" = @p0 AND ";
    const string FirstTwo = " ORDER BY \"Id\" LIMIT 2";

    public const string User = OfUsers + "\"Id\" = @p1";
    public const string Group = OfGroups + "\"Id\" = @p1";

    public const string UserWithGroups = """
        SELECT u."Id", u."Document", u."Version", u."CreatedAt", u."UpdatedAt", g."Id", g."DisplayName" FROM "Users" u
        LEFT JOIN "Members" m ON m."DirectoryKey" = u."DirectoryKey" AND m."MemberId" = u."Id"
        LEFT JOIN "Groups" g ON g."DirectoryKey" = m."DirectoryKey" AND g."Id" = m."GroupId"
        WHERE u."DirectoryKey" = @p0 AND u."Id" = @p1 ORDER BY m."GroupId"
        """;

    // "From here on", and not "behind a number": what is skipped is at most the distance of two known places.
    public const string Users = OfUsers + "\"Id\" >= @p1 ORDER BY \"Id\" LIMIT @p2 OFFSET @p3";
    public const string Groups = OfGroups + "\"Id\" >= @p1 ORDER BY \"Id\" LIMIT @p2 OFFSET @p3";
    public const string UserIds = """SELECT "Id" FROM "Users" WHERE "DirectoryKey" = @p0 AND "Id" > @p1 ORDER BY "Id" LIMIT 1 OFFSET @p2""";
    public const string GroupIds = """SELECT "Id" FROM "Groups" WHERE "DirectoryKey" = @p0 AND "Id" > @p1 ORDER BY "Id" LIMIT 1 OFFSET @p2""";

    public const string Size = """SELECT "Users", "Groups", "UsersMoved", "GroupsMoved" FROM "Sizes" WHERE "DirectoryKey" = @p0""";

    public const string GroupsOf = """
        SELECT m."MemberId", m."GroupId", g."DisplayName" FROM "Members" m
        JOIN "Groups" g ON g."DirectoryKey" = m."DirectoryKey" AND g."Id" = m."GroupId"
        WHERE m."DirectoryKey" = @p0 AND m."MemberId" >= @p1 AND m."MemberId" <= @p2
        ORDER BY m."MemberId", m."GroupId"
        """;

    // Who is no user is a group. The member's kind is not read: with it each member would be looked up in its own table, too, not in the index alone.
    public const string MembersOf = """
        SELECT m."MemberId", u."Id" IS NULL, CASE WHEN u."Id" IS NOT NULL THEN COALESCE(u."DisplayName", u."UserName")
            ELSE (SELECT g."DisplayName" FROM "Groups" g WHERE g."DirectoryKey" = @p0 AND g."Id" = m."MemberId") END
        FROM "Members" m LEFT JOIN "Users" u ON u."DirectoryKey" = @p0 AND u."Id" = m."MemberId"
        WHERE m."DirectoryKey" = @p0 AND m."GroupId" = @p1 AND m."MemberId" > @p2
        ORDER BY m."MemberId" LIMIT @p3
        """;

    public const string Token = """
        SELECT d."Key", d."Id", d."ExternalKey", d."Profile", d."SchemasVersion", t."Hash", t."ExpiresAt", t."LastUsedAt", t."Id", t."Suffix", d."AcceptsClientCredentials",
            d."JwtIssuer"
        FROM "Tokens" t JOIN "Directories" d ON d."Key" = t."DirectoryKey"
        WHERE t."Hash" = @p0 AND t."RevokedAt" IS NULL AND t."Kind" = 'Bearer' AND d."State" = 'Linked' AND d."AcceptsTokens"
        """;

    const string ByUserName = OfUsers + "\"UserNameKey\" = @p1" + FirstTwo;
    const string ByUserExternalId = OfUsers + "\"ExternalId\" = @p1" + FirstTwo;
    const string ByDisplayName = OfGroups + "\"DisplayNameKey\" = @p1" + FirstTwo;
    const string ByGroupExternalId = OfGroups + "\"ExternalId\" = @p1" + FirstTwo;

    public static string With(DirectColumn column) => column switch
    {
        DirectColumn.UserName => ByUserName,
        DirectColumn.UserExternalId => ByUserExternalId,
        DirectColumn.GroupDisplayName => ByDisplayName,
        _ => ByGroupExternalId,
    };
}
