using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgvue.ScimEndpoint.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Guard_audit_notifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "ExpiryToldAt",
                table: "Tokens",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DecidedAt",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecidedBy",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Error",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "HeldBecause",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PlanHash",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "FullRunAt",
                table: "Directories",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "GuardAccounts",
                table: "Configurations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 500);

            migrationBuilder.AddColumn<int>(
                name: "GuardPercent",
                table: "Configurations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 50);

            migrationBuilder.AddColumn<bool>(
                name: "HoldOnLastAdmin",
                table: "Configurations",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "ProtectedAccounts",
                table: "Configurations",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "Audit",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    TenantKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", nullable: true),
                    Request = table.Column<string>(type: "TEXT", nullable: true),
                    RunId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Action = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    SubjectId = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: true),
                    Before = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Audit", x => new { x.DirectoryKey, x.TenantKey, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "RunInputs",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Data = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunInputs", x => new { x.DirectoryKey, x.RunId });
                });

            migrationBuilder.CreateTable(
                name: "WebhookDeliveries",
                columns: table => new
                {
                    EndpointId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    EventId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Event = table.Column<string>(type: "TEXT", nullable: false),
                    Payload = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LastStatus = table.Column<int>(type: "INTEGER", nullable: true),
                    LastError = table.Column<string>(type: "TEXT", nullable: true),
                    DeliveredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    GivenUpAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookDeliveries", x => new { x.EndpointId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "WebhookEndpoints",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: true),
                    Url = table.Column<string>(type: "TEXT", nullable: false),
                    Secret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Events = table.Column<string>(type: "TEXT", nullable: false),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookEndpoints", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Runs_DirectoryKey_TenantKey_Status",
                table: "Runs",
                columns: new[] { "DirectoryKey", "TenantKey", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_DirectoryKey_Subject_SubjectId_Id",
                table: "Audit",
                columns: new[] { "DirectoryKey", "Subject", "SubjectId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_Id",
                table: "Audit",
                column: "Id");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_RunId",
                table: "Audit",
                column: "RunId");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_TenantKey_Subject_SubjectId_Id",
                table: "Audit",
                columns: new[] { "TenantKey", "Subject", "SubjectId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_DueAt",
                table: "WebhookDeliveries",
                column: "DueAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Audit");

            migrationBuilder.DropTable(
                name: "RunInputs");

            migrationBuilder.DropTable(
                name: "WebhookDeliveries");

            migrationBuilder.DropTable(
                name: "WebhookEndpoints");

            migrationBuilder.DropIndex(
                name: "IX_Runs_DirectoryKey_TenantKey_Status",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "ExpiryToldAt",
                table: "Tokens");

            migrationBuilder.DropColumn(
                name: "DecidedAt",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "DecidedBy",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Error",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "HeldBecause",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "PlanHash",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "FullRunAt",
                table: "Directories");

            migrationBuilder.DropColumn(
                name: "GuardAccounts",
                table: "Configurations");

            migrationBuilder.DropColumn(
                name: "GuardPercent",
                table: "Configurations");

            migrationBuilder.DropColumn(
                name: "HoldOnLastAdmin",
                table: "Configurations");

            migrationBuilder.DropColumn(
                name: "ProtectedAccounts",
                table: "Configurations");
        }
    }
}
