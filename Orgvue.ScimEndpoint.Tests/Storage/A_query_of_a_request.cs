namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>What every host asks of the commands that EF sends while it serves SCIM requests (<see cref="ScimQueries"/>), shown to tell wrong from right.</summary>
public sealed class A_query_of_a_request
{
    [Theory]
    [InlineData("""SELECT "u"."Id" FROM "Users" AS "u" WHERE "u"."UserNameKey" = @key""", "names no directory")]
    [InlineData("""SELECT "u"."Id", "u"."Document" FROM "Users" AS "u" WHERE "u"."DirectoryKey" = @directory""", "has no bound")]
    [InlineData("""DELETE FROM "Members" AS "m" WHERE "m"."DirectoryKey" = @directory""", "has no bound")]
    [InlineData("""SELECT "u"."Id" FROM "Users" AS "u" WHERE "u"."DirectoryKey" = @directory AND "u"."UserNameKey" = @key""", null)]
    [InlineData("""SELECT "u"."Id" FROM "Users" AS "u" WHERE "u"."DirectoryKey" = @directory ORDER BY "u"."Id" LIMIT @p""", null)]
    [InlineData("""SELECT COUNT(*) FROM "Users" AS "u" WHERE "u"."DirectoryKey" = @directory""", null)]
    [InlineData("""SELECT COUNT(*) FROM "Users" AS "u" WHERE 0""", null)]
    [InlineData("""INSERT INTO "Users" ("Id") VALUES (@p0)""", null)]
    public void Is_wrong_without_a_directory_or_a_bound(string sql, string? fault) => Assert.Equal(fault, ScimQueries.Fault(sql));
}
