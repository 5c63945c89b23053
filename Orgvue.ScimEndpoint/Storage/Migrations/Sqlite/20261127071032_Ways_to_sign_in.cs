using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgvue.ScimEndpoint.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Ways_to_sign_in : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "Tokens",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Bearer");

            migrationBuilder.AddColumn<bool>(
                name: "AcceptsClientCredentials",
                table: "Directories",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "AcceptsTokens",
                table: "Directories",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "JwtAudience",
                table: "Directories",
                type: "TEXT",
                maxLength: 512,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "JwtClientId",
                table: "Directories",
                type: "TEXT",
                maxLength: 512,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "JwtIssuer",
                table: "Directories",
                type: "TEXT",
                maxLength: 512,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Tokens");

            migrationBuilder.DropColumn(
                name: "AcceptsClientCredentials",
                table: "Directories");

            migrationBuilder.DropColumn(
                name: "AcceptsTokens",
                table: "Directories");

            migrationBuilder.DropColumn(
                name: "JwtAudience",
                table: "Directories");

            migrationBuilder.DropColumn(
                name: "JwtClientId",
                table: "Directories");

            migrationBuilder.DropColumn(
                name: "JwtIssuer",
                table: "Directories");
        }
    }
}
