using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgvue.ScimEndpoint.Storage.Migrations.Sqlite
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
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Users = table.Column<int>(type: "INTEGER", nullable: false),
                    Groups = table.Column<int>(type: "INTEGER", nullable: false),
                    UsersMoved = table.Column<long>(type: "INTEGER", nullable: false),
                    GroupsMoved = table.Column<long>(type: "INTEGER", nullable: false),
                    LastUser = table.Column<byte[]>(type: "BLOB", nullable: false),
                    LastGroup = table.Column<byte[]>(type: "BLOB", nullable: false)
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

            // SQLite drops a table's triggers when a migration rebuilds the table: it must make them again.
            migrationBuilder.Sql("""
                INSERT INTO "Sizes" ("DirectoryKey", "Users", "Groups", "UsersMoved", "GroupsMoved", "LastUser", "LastGroup")
                SELECT "DirectoryKey", count(*), 0, 0, 0, max("Id"), zeroblob(16) FROM "Users" WHERE true GROUP BY "DirectoryKey"
                ON CONFLICT ("DirectoryKey") DO UPDATE SET "Users" = excluded."Users", "LastUser" = excluded."LastUser";
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER "Users_come" AFTER INSERT ON "Users" BEGIN
                    INSERT INTO "Sizes" ("DirectoryKey", "Users", "Groups", "UsersMoved", "GroupsMoved", "LastUser", "LastGroup")
                    VALUES (NEW."DirectoryKey", 1, 0, 0, 0, NEW."Id", zeroblob(16))
                    ON CONFLICT ("DirectoryKey") DO UPDATE SET "Users" = "Users" + 1,
                        "UsersMoved" = "UsersMoved" + (NEW."Id" < "LastUser"), "LastUser" = max("LastUser", NEW."Id");
                END;
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER "Users_go" AFTER DELETE ON "Users" BEGIN
                    UPDATE "Sizes" SET "Users" = "Users" - 1, "UsersMoved" = "UsersMoved" + 1 WHERE "DirectoryKey" = OLD."DirectoryKey";
                END;
                """);
            migrationBuilder.Sql("""
                INSERT INTO "Sizes" ("DirectoryKey", "Users", "Groups", "UsersMoved", "GroupsMoved", "LastUser", "LastGroup")
                SELECT "DirectoryKey", 0, count(*), 0, 0, zeroblob(16), max("Id") FROM "Groups" WHERE true GROUP BY "DirectoryKey"
                ON CONFLICT ("DirectoryKey") DO UPDATE SET "Groups" = excluded."Groups", "LastGroup" = excluded."LastGroup";
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER "Groups_come" AFTER INSERT ON "Groups" BEGIN
                    INSERT INTO "Sizes" ("DirectoryKey", "Users", "Groups", "UsersMoved", "GroupsMoved", "LastUser", "LastGroup")
                    VALUES (NEW."DirectoryKey", 0, 1, 0, 0, zeroblob(16), NEW."Id")
                    ON CONFLICT ("DirectoryKey") DO UPDATE SET "Groups" = "Groups" + 1,
                        "GroupsMoved" = "GroupsMoved" + (NEW."Id" < "LastGroup"), "LastGroup" = max("LastGroup", NEW."Id");
                END;
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER "Groups_go" AFTER DELETE ON "Groups" BEGIN
                    UPDATE "Sizes" SET "Groups" = "Groups" - 1, "GroupsMoved" = "GroupsMoved" + 1 WHERE "DirectoryKey" = OLD."DirectoryKey";
                END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var trigger in new[] { "Users_come", "Users_go", "Groups_come", "Groups_go" })
                migrationBuilder.Sql($"DROP TRIGGER \"{trigger}\";");

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
