using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgvue.ScimEndpoint.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Extensions_profiles_traffic : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Users_DirectoryKey_DisplayNameKey",
                table: "Users");

            migrationBuilder.DropIndex(
                name: "IX_Users_DirectoryKey_ExternalId",
                table: "Users");

            migrationBuilder.DropIndex(
                name: "IX_Groups_DirectoryKey_ExternalId",
                table: "Groups");

            migrationBuilder.AddColumn<string>(
                name: "Profile",
                table: "Directories",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Tolerant");

            migrationBuilder.AddColumn<int>(
                name: "SchemasVersion",
                table: "Directories",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "ClientsSeen",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Client = table.Column<string>(type: "TEXT", nullable: false),
                    Evidence = table.Column<string>(type: "TEXT", nullable: false),
                    UserAgent = table.Column<string>(type: "TEXT", nullable: true),
                    FirstSeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Requests = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClientsSeen", x => new { x.DirectoryKey, x.Client });
                });

            migrationBuilder.CreateTable(
                name: "DeviationsSeen",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Client = table.Column<string>(type: "TEXT", nullable: false),
                    FirstSeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeviationsSeen", x => new { x.DirectoryKey, x.Name, x.Client });
                });

            migrationBuilder.CreateTable(
                name: "Requests",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Method = table.Column<string>(type: "TEXT", nullable: false),
                    Path = table.Column<string>(type: "TEXT", nullable: false),
                    Query = table.Column<string>(type: "TEXT", nullable: false),
                    Headers = table.Column<string>(type: "TEXT", nullable: false),
                    RequestBody = table.Column<string>(type: "TEXT", nullable: true),
                    Truncated = table.Column<bool>(type: "INTEGER", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    ResponseBody = table.Column<string>(type: "TEXT", nullable: true),
                    DurationMs = table.Column<int>(type: "INTEGER", nullable: false),
                    Client = table.Column<string>(type: "TEXT", nullable: false),
                    Deviations = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Requests", x => new { x.DirectoryKey, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Schemas",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    IdKey = table.Column<string>(type: "TEXT", nullable: false),
                    Id = table.Column<string>(type: "TEXT", nullable: true),
                    ResourceType = table.Column<string>(type: "TEXT", nullable: false),
                    Definition = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Schemas", x => new { x.DirectoryKey, x.IdKey });
                });

            migrationBuilder.CreateTable(
                name: "UniqueValues",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Attribute = table.Column<string>(type: "TEXT", nullable: false),
                    ValueKey = table.Column<string>(type: "TEXT", nullable: false),
                    ResourceId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UniqueValues", x => new { x.DirectoryKey, x.Attribute, x.ValueKey });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Users_DirectoryKey_DisplayNameKey_Id",
                table: "Users",
                columns: new[] { "DirectoryKey", "DisplayNameKey", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Users_DirectoryKey_ExternalId_Id",
                table: "Users",
                columns: new[] { "DirectoryKey", "ExternalId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Groups_DirectoryKey_ExternalId_Id",
                table: "Groups",
                columns: new[] { "DirectoryKey", "ExternalId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_UniqueValues_DirectoryKey_ResourceId",
                table: "UniqueValues",
                columns: new[] { "DirectoryKey", "ResourceId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ClientsSeen");

            migrationBuilder.DropTable(
                name: "DeviationsSeen");

            migrationBuilder.DropTable(
                name: "Requests");

            migrationBuilder.DropTable(
                name: "Schemas");

            migrationBuilder.DropTable(
                name: "UniqueValues");

            migrationBuilder.DropIndex(
                name: "IX_Users_DirectoryKey_DisplayNameKey_Id",
                table: "Users");

            migrationBuilder.DropIndex(
                name: "IX_Users_DirectoryKey_ExternalId_Id",
                table: "Users");

            migrationBuilder.DropIndex(
                name: "IX_Groups_DirectoryKey_ExternalId_Id",
                table: "Groups");

            migrationBuilder.DropColumn(
                name: "Profile",
                table: "Directories");

            migrationBuilder.DropColumn(
                name: "SchemasVersion",
                table: "Directories");

            migrationBuilder.CreateIndex(
                name: "IX_Users_DirectoryKey_DisplayNameKey",
                table: "Users",
                columns: new[] { "DirectoryKey", "DisplayNameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Users_DirectoryKey_ExternalId",
                table: "Users",
                columns: new[] { "DirectoryKey", "ExternalId" });

            migrationBuilder.CreateIndex(
                name: "IX_Groups_DirectoryKey_ExternalId",
                table: "Groups",
                columns: new[] { "DirectoryKey", "ExternalId" });
        }
    }
}
