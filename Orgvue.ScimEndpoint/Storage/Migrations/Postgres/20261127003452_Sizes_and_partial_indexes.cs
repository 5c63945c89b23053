using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgvue.ScimEndpoint.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Sizes_and_partial_indexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Audit_RunId",
                table: "Audit");

            migrationBuilder.CreateTable(
                name: "Sizes",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Users = table.Column<int>(type: "integer", nullable: false),
                    Groups = table.Column<int>(type: "integer", nullable: false),
                    UsersMoved = table.Column<long>(type: "bigint", nullable: false),
                    GroupsMoved = table.Column<long>(type: "bigint", nullable: false),
                    LastUser = table.Column<Guid>(type: "uuid", nullable: false),
                    LastGroup = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sizes", x => x.DirectoryKey);
                });

            migrationBuilder.CreateIndex(
                name: "IX_RoleAssignments_Admins",
                table: "RoleAssignments",
                columns: new[] { "TenantKey", "AccountId" },
                filter: "\"RoleKey\" = 'admin'");

            migrationBuilder.CreateIndex(
                name: "IX_Members_Nested",
                table: "Members",
                columns: new[] { "DirectoryKey", "GroupId" },
                filter: "\"Kind\" = 'Group'");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_RunId",
                table: "Audit",
                column: "RunId",
                filter: "\"RunId\" IS NOT NULL");

            // One statement writes the row once, however many users it brings or takes.
            migrationBuilder.Sql("""
                INSERT INTO "Sizes" ("DirectoryKey", "Users", "Groups", "UsersMoved", "GroupsMoved", "LastUser", "LastGroup")
                SELECT "DirectoryKey", count(*), 0, 0, 0, (array_agg("Id" ORDER BY "Id" DESC))[1], '00000000-0000-0000-0000-000000000000' FROM "Users" GROUP BY "DirectoryKey"
                ON CONFLICT ("DirectoryKey") DO UPDATE SET "Users" = excluded."Users", "LastUser" = excluded."LastUser";
                """);
            migrationBuilder.Sql("""
                CREATE FUNCTION "Users_come"() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE came record;
                BEGIN
                    FOR came IN SELECT "DirectoryKey", count(*)::int AS number, (array_agg("Id" ORDER BY "Id"))[1] AS first,
                        (array_agg("Id" ORDER BY "Id" DESC))[1] AS last FROM those GROUP BY "DirectoryKey" ORDER BY "DirectoryKey"
                    LOOP
                        INSERT INTO "Sizes" AS s ("DirectoryKey", "Users", "Groups", "UsersMoved", "GroupsMoved", "LastUser", "LastGroup")
                        VALUES (came."DirectoryKey", came.number, 0, 0, 0, came.last, '00000000-0000-0000-0000-000000000000')
                        ON CONFLICT ("DirectoryKey") DO UPDATE SET "Users" = s."Users" + came.number,
                            "UsersMoved" = s."UsersMoved" + (came.first < s."LastUser")::int, "LastUser" = greatest(s."LastUser", came.last);
                    END LOOP;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER "Users_come" AFTER INSERT ON "Users" REFERENCING NEW TABLE AS those
                    FOR EACH STATEMENT EXECUTE FUNCTION "Users_come"();
                CREATE FUNCTION "Users_go"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE "Sizes" s SET "Users" = s."Users" - gone.number, "UsersMoved" = s."UsersMoved" + 1
                    FROM (SELECT "DirectoryKey", count(*)::int AS number FROM those GROUP BY "DirectoryKey") gone
                    WHERE s."DirectoryKey" = gone."DirectoryKey";
                    RETURN NULL;
                END $$;
                CREATE TRIGGER "Users_go" AFTER DELETE ON "Users" REFERENCING OLD TABLE AS those
                    FOR EACH STATEMENT EXECUTE FUNCTION "Users_go"();
                """);
            migrationBuilder.Sql("""
                INSERT INTO "Sizes" ("DirectoryKey", "Users", "Groups", "UsersMoved", "GroupsMoved", "LastUser", "LastGroup")
                SELECT "DirectoryKey", 0, count(*), 0, 0, '00000000-0000-0000-0000-000000000000', (array_agg("Id" ORDER BY "Id" DESC))[1] FROM "Groups" GROUP BY "DirectoryKey"
                ON CONFLICT ("DirectoryKey") DO UPDATE SET "Groups" = excluded."Groups", "LastGroup" = excluded."LastGroup";
                """);
            migrationBuilder.Sql("""
                CREATE FUNCTION "Groups_come"() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE came record;
                BEGIN
                    FOR came IN SELECT "DirectoryKey", count(*)::int AS number, (array_agg("Id" ORDER BY "Id"))[1] AS first,
                        (array_agg("Id" ORDER BY "Id" DESC))[1] AS last FROM those GROUP BY "DirectoryKey" ORDER BY "DirectoryKey"
                    LOOP
                        INSERT INTO "Sizes" AS s ("DirectoryKey", "Users", "Groups", "UsersMoved", "GroupsMoved", "LastUser", "LastGroup")
                        VALUES (came."DirectoryKey", 0, came.number, 0, 0, '00000000-0000-0000-0000-000000000000', came.last)
                        ON CONFLICT ("DirectoryKey") DO UPDATE SET "Groups" = s."Groups" + came.number,
                            "GroupsMoved" = s."GroupsMoved" + (came.first < s."LastGroup")::int, "LastGroup" = greatest(s."LastGroup", came.last);
                    END LOOP;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER "Groups_come" AFTER INSERT ON "Groups" REFERENCING NEW TABLE AS those
                    FOR EACH STATEMENT EXECUTE FUNCTION "Groups_come"();
                CREATE FUNCTION "Groups_go"() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE "Sizes" s SET "Groups" = s."Groups" - gone.number, "GroupsMoved" = s."GroupsMoved" + 1
                    FROM (SELECT "DirectoryKey", count(*)::int AS number FROM those GROUP BY "DirectoryKey") gone
                    WHERE s."DirectoryKey" = gone."DirectoryKey";
                    RETURN NULL;
                END $$;
                CREATE TRIGGER "Groups_go" AFTER DELETE ON "Groups" REFERENCING OLD TABLE AS those
                    FOR EACH STATEMENT EXECUTE FUNCTION "Groups_go"();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var (trigger, table) in new[] { ("Users_come", "Users"), ("Users_go", "Users"), ("Groups_come", "Groups"), ("Groups_go", "Groups") })
                migrationBuilder.Sql($"DROP TRIGGER \"{trigger}\" ON \"{table}\"; DROP FUNCTION \"{trigger}\"();");

            migrationBuilder.DropTable(
                name: "Sizes");

            migrationBuilder.DropIndex(
                name: "IX_RoleAssignments_Admins",
                table: "RoleAssignments");

            migrationBuilder.DropIndex(
                name: "IX_Members_Nested",
                table: "Members");

            migrationBuilder.DropIndex(
                name: "IX_Audit_RunId",
                table: "Audit");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_RunId",
                table: "Audit",
                column: "RunId");
        }
    }
}
