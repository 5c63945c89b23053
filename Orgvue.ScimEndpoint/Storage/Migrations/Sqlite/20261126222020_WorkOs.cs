using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgvue.ScimEndpoint.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class WorkOs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_WebhookDeliveries_DueAt",
                table: "WebhookDeliveries");

            migrationBuilder.AddColumn<long>(
                name: "ConcernedThrough",
                table: "WebhookEndpoints",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "WebhookEndpoints",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Notification");

            migrationBuilder.CreateTable(
                name: "WorkOsEvents",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Event = table.Column<string>(type: "TEXT", nullable: false),
                    Payload = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkOsEvents", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "WorkOsItems",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    RemoteId = table.Column<string>(type: "TEXT", nullable: false),
                    GroupId = table.Column<string>(type: "TEXT", nullable: true),
                    UserId = table.Column<string>(type: "TEXT", nullable: true),
                    LocalId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EventAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EventId = table.Column<string>(type: "TEXT", nullable: false),
                    Present = table.Column<bool>(type: "INTEGER", nullable: false),
                    ProvisionedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ProvisionedBy = table.Column<string>(type: "TEXT", nullable: true),
                    DeletedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    DeletedBy = table.Column<string>(type: "TEXT", nullable: true),
                    Data = table.Column<string>(type: "TEXT", nullable: true),
                    NameKey = table.Column<string>(type: "TEXT", nullable: true),
                    Dirty = table.Column<bool>(type: "INTEGER", nullable: false),
                    Problem = table.Column<string>(type: "TEXT", nullable: true),
                    RetryAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    SeenInPull = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkOsItems", x => new { x.DirectoryKey, x.Kind, x.RemoteId });
                });

            migrationBuilder.CreateTable(
                name: "WorkOsLinks",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RemoteId = table.Column<string>(type: "TEXT", nullable: true),
                    BaseUrl = table.Column<string>(type: "TEXT", nullable: true),
                    ApiKey = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Secret = table.Column<byte[]>(type: "BLOB", nullable: true),
                    OldSecret = table.Column<byte[]>(type: "BLOB", nullable: true),
                    DeletedUsers = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    TornDownAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    TornDownBy = table.Column<string>(type: "TEXT", nullable: true),
                    ActivatedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    SweptAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkOsLinks", x => x.DirectoryKey);
                });

            migrationBuilder.CreateTable(
                name: "WorkOsPulls",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Phase = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Trigger = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RemoteStart = table.Column<DateTime>(type: "TEXT", nullable: true),
                    EventCursor = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: true),
                    Owner = table.Column<string>(type: "TEXT", nullable: true),
                    Users = table.Column<int>(type: "INTEGER", nullable: false),
                    Groups = table.Column<int>(type: "INTEGER", nullable: false),
                    Memberships = table.Column<int>(type: "INTEGER", nullable: false),
                    Events = table.Column<int>(type: "INTEGER", nullable: false),
                    Requests = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    FailedAttempts = table.Column<int>(type: "INTEGER", nullable: false),
                    Error = table.Column<string>(type: "TEXT", nullable: true),
                    Node = table.Column<string>(type: "TEXT", nullable: true),
                    NodeUntil = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkOsPulls", x => x.DirectoryKey);
                });

            migrationBuilder.CreateTable(
                name: "WorkOsReceived",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    EventId = table.Column<string>(type: "TEXT", nullable: false),
                    Event = table.Column<string>(type: "TEXT", nullable: false),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkOsReceived", x => new { x.DirectoryKey, x.EventId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_EndpointId_DueAt_Id",
                table: "WebhookDeliveries",
                columns: new[] { "EndpointId", "DueAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkOsEvents_CreatedAt",
                table: "WorkOsEvents",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_WorkOsEvents_DirectoryKey_Sequence",
                table: "WorkOsEvents",
                columns: new[] { "DirectoryKey", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkOsEvents_Id",
                table: "WorkOsEvents",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WorkOsItems_DirectoryKey_GroupId",
                table: "WorkOsItems",
                columns: new[] { "DirectoryKey", "GroupId" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkOsItems_DirectoryKey_Kind_NameKey",
                table: "WorkOsItems",
                columns: new[] { "DirectoryKey", "Kind", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkOsItems_DirectoryKey_LocalId",
                table: "WorkOsItems",
                columns: new[] { "DirectoryKey", "LocalId" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkOsItems_DirectoryKey_UserId",
                table: "WorkOsItems",
                columns: new[] { "DirectoryKey", "UserId" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkOsItems_Dirty_DirectoryKey_Kind",
                table: "WorkOsItems",
                columns: new[] { "Dirty", "DirectoryKey", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkOsReceived_ReceivedAt",
                table: "WorkOsReceived",
                column: "ReceivedAt");

            migrationBuilder.CreateIndex(
                name: "IX_WorkOsReceived_State_DirectoryKey",
                table: "WorkOsReceived",
                columns: new[] { "State", "DirectoryKey" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "WorkOsEvents");

            migrationBuilder.DropTable(
                name: "WorkOsItems");

            migrationBuilder.DropTable(
                name: "WorkOsLinks");

            migrationBuilder.DropTable(
                name: "WorkOsPulls");

            migrationBuilder.DropTable(
                name: "WorkOsReceived");

            migrationBuilder.DropIndex(
                name: "IX_WebhookDeliveries_EndpointId_DueAt_Id",
                table: "WebhookDeliveries");

            migrationBuilder.DropColumn(
                name: "ConcernedThrough",
                table: "WebhookEndpoints");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "WebhookEndpoints");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_DueAt",
                table: "WebhookDeliveries",
                column: "DueAt");
        }
    }
}
