using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Orgvue.ScimEndpoint.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    TenantKey = table.Column<int>(type: "integer", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Email = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    EmailKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    Source = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    DirectoryUserId = table.Column<Guid>(type: "uuid", nullable: true),
                    ExpiryDate = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    TokenAccess = table.Column<bool>(type: "boolean", nullable: false),
                    HiddenFeatures = table.Column<List<string>>(type: "text[]", nullable: false),
                    AdditionalProperties = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastSyncedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Accounts", x => new { x.TenantKey, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Audit",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    TenantKey = table.Column<int>(type: "integer", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Actor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Source = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Request = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    RunId = table.Column<Guid>(type: "uuid", nullable: true),
                    Action = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Subject = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    SubjectId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    After = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Audit", x => new { x.DirectoryKey, x.TenantKey, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Changes",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    OpensWindow = table.Column<bool>(type: "boolean", nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: true),
                    GroupId = table.Column<Guid>(type: "uuid", nullable: true),
                    TenantKey = table.Column<int>(type: "integer", nullable: true),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: true),
                    EmailKey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Batch = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Changes", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "ClientsSeen",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Evidence = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UserAgent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    FirstSeenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Requests = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClientsSeen", x => new { x.DirectoryKey, x.Client });
                });

            migrationBuilder.CreateTable(
                name: "DeviationsSeen",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    FirstSeenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeviationsSeen", x => new { x.DirectoryKey, x.Name, x.Client });
                });

            migrationBuilder.CreateTable(
                name: "Directories",
                columns: table => new
                {
                    Key = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    ExternalKey = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "character varying(512)", maxLength: 512, nullable: false, collation: "C"),
                    Provider = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Environment = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    State = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    IamAdministratorEmail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SyncDelay = table.Column<TimeSpan>(type: "interval", nullable: true),
                    Profile = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    SchemasVersion = table.Column<int>(type: "integer", nullable: false),
                    FullRunAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Directories", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "Groups",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DisplayName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DisplayNameKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ExternalId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Document = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Groups", x => new { x.DirectoryKey, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Leases",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Owner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RetryAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    FailedAttempts = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Leases", x => x.DirectoryKey);
                });

            migrationBuilder.CreateTable(
                name: "Members",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    GroupId = table.Column<Guid>(type: "uuid", nullable: false),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Members", x => new { x.DirectoryKey, x.GroupId, x.MemberId });
                });

            migrationBuilder.CreateTable(
                name: "Requests",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Method = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Query = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Headers = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    RequestBody = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Truncated = table.Column<bool>(type: "boolean", nullable: false),
                    Status = table.Column<int>(type: "integer", nullable: false),
                    ResponseBody = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DurationMs = table.Column<int>(type: "integer", nullable: false),
                    Client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Deviations = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Requests", x => new { x.DirectoryKey, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "RunInputs",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    RunId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Data = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunInputs", x => new { x.DirectoryKey, x.RunId });
                });

            migrationBuilder.CreateTable(
                name: "Schemas",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    IdKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ResourceType = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Definition = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Schemas", x => new { x.DirectoryKey, x.IdKey });
                });

            migrationBuilder.CreateTable(
                name: "Settings",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Settings", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Tenants",
                columns: table => new
                {
                    Key = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    TenantId = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true, collation: "C"),
                    Environment = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tenants", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "Tokens",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Suffix = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ExpiryToldAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RevokedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    LastUsedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tokens", x => new { x.DirectoryKey, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "UniqueValues",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Attribute = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ValueKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ResourceId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UniqueValues", x => new { x.DirectoryKey, x.Attribute, x.ValueKey });
                });

            migrationBuilder.CreateTable(
                name: "Users",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UserName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UserNameKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ExternalId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DisplayName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DisplayNameKey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Active = table.Column<bool>(type: "boolean", nullable: true),
                    LoginEmail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LoginEmailKey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Document = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Users", x => new { x.DirectoryKey, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "WebhookDeliveries",
                columns: table => new
                {
                    EndpointId = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    EventId = table.Column<Guid>(type: "uuid", nullable: false),
                    Event = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Payload = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    LastStatus = table.Column<int>(type: "integer", nullable: true),
                    LastError = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DeliveredAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    GivenUpAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookDeliveries", x => new { x.EndpointId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "WebhookEndpoints",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    ConcernedThrough = table.Column<long>(type: "bigint", nullable: false),
                    DirectoryKey = table.Column<int>(type: "integer", nullable: true),
                    Url = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    Events = table.Column<List<string>>(type: "text[]", nullable: false),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookEndpoints", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WorkOsEvents",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Event = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Payload = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkOsEvents", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "WorkOsItems",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    RemoteId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    GroupId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    UserId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LocalId = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EventAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    EventId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Present = table.Column<bool>(type: "boolean", nullable: false),
                    ProvisionedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ProvisionedBy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DeletedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    DeletedBy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Data = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NameKey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Dirty = table.Column<bool>(type: "boolean", nullable: false),
                    Problem = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    RetryAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    SeenInPull = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkOsItems", x => new { x.DirectoryKey, x.Kind, x.RemoteId });
                });

            migrationBuilder.CreateTable(
                name: "WorkOsLinks",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    RemoteId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    BaseUrl = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ApiKey = table.Column<byte[]>(type: "bytea", nullable: true),
                    Secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    OldSecret = table.Column<byte[]>(type: "bytea", nullable: true),
                    DeletedUsers = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    TornDownAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    TornDownBy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ActivatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    SweptAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkOsLinks", x => x.DirectoryKey);
                });

            migrationBuilder.CreateTable(
                name: "WorkOsPulls",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Phase = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Trigger = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    RemoteStart = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    EventCursor = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    After = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Owner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Users = table.Column<int>(type: "integer", nullable: false),
                    Groups = table.Column<int>(type: "integer", nullable: false),
                    Memberships = table.Column<int>(type: "integer", nullable: false),
                    Events = table.Column<int>(type: "integer", nullable: false),
                    Requests = table.Column<int>(type: "integer", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    FailedAttempts = table.Column<int>(type: "integer", nullable: false),
                    Error = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Node = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NodeUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkOsPulls", x => x.DirectoryKey);
                });

            migrationBuilder.CreateTable(
                name: "WorkOsReceived",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    EventId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Event = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkOsReceived", x => new { x.DirectoryKey, x.EventId });
                });

            migrationBuilder.CreateTable(
                name: "RoleAssignments",
                columns: table => new
                {
                    TenantKey = table.Column<int>(type: "integer", nullable: false),
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    RoleKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Role = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SourceGroups = table.Column<List<string>>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RoleAssignments", x => new { x.TenantKey, x.AccountId, x.RoleKey });
                    table.ForeignKey(
                        name: "FK_RoleAssignments_Accounts_TenantKey_AccountId",
                        columns: x => new { x.TenantKey, x.AccountId },
                        principalTable: "Accounts",
                        principalColumns: new[] { "TenantKey", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Configurations",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantKey = table.Column<int>(type: "integer", nullable: false),
                    Mode = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    GroupPrefix = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Domains = table.Column<List<string>>(type: "text[]", nullable: false),
                    DomainPolicy = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    OnMissingPlatformRole = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    InactiveUserHandling = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    ProtectedAccounts = table.Column<List<string>>(type: "text[]", nullable: false),
                    GuardAccounts = table.Column<int>(type: "integer", nullable: false),
                    GuardPercent = table.Column<int>(type: "integer", nullable: false),
                    HoldOnLastAdmin = table.Column<bool>(type: "boolean", nullable: false),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Configurations", x => new { x.DirectoryKey, x.Id });
                    table.ForeignKey(
                        name: "FK_Configurations_Tenants_TenantKey",
                        column: x => x.TenantKey,
                        principalTable: "Tenants",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Failures",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantKey = table.Column<int>(type: "integer", nullable: true),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    UserName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Email = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Groups = table.Column<List<string>>(type: "text[]", nullable: false),
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Remedy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    FirstSeenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    ResolvedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ResolvedByRun = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Failures", x => new { x.DirectoryKey, x.Id });
                    table.ForeignKey(
                        name: "FK_Failures_Tenants_TenantKey",
                        column: x => x.TenantKey,
                        principalTable: "Tenants",
                        principalColumn: "Key");
                });

            migrationBuilder.CreateTable(
                name: "Runs",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Batch = table.Column<Guid>(type: "uuid", nullable: false),
                    TenantKey = table.Column<int>(type: "integer", nullable: false),
                    Trigger = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Full = table.Column<bool>(type: "boolean", nullable: false),
                    DueAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Created = table.Column<int>(type: "integer", nullable: false),
                    Updated = table.Column<int>(type: "integer", nullable: false),
                    Disabled = table.Column<int>(type: "integer", nullable: false),
                    Removed = table.Column<int>(type: "integer", nullable: false),
                    Unchanged = table.Column<int>(type: "integer", nullable: false),
                    Failed = table.Column<int>(type: "integer", nullable: false),
                    Warnings = table.Column<string>(type: "text", nullable: false),
                    HeldBecause = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PlanHash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DecidedBy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DecidedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Error = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Runs", x => new { x.DirectoryKey, x.Id });
                    table.ForeignKey(
                        name: "FK_Runs_Tenants_TenantKey",
                        column: x => x.TenantKey,
                        principalTable: "Tenants",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UserEmails",
                columns: table => new
                {
                    DirectoryKey = table.Column<int>(type: "integer", nullable: false),
                    UserId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    ValueKey = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserEmails", x => new { x.DirectoryKey, x.UserId, x.Position });
                    table.ForeignKey(
                        name: "FK_UserEmails_Users_DirectoryKey_UserId",
                        columns: x => new { x.DirectoryKey, x.UserId },
                        principalTable: "Users",
                        principalColumns: new[] { "DirectoryKey", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_TenantKey_DirectoryUserId",
                table: "Accounts",
                columns: new[] { "TenantKey", "DirectoryUserId" });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_TenantKey_EmailKey",
                table: "Accounts",
                columns: new[] { "TenantKey", "EmailKey" },
                unique: true);

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
                name: "IX_Changes_DirectoryKey_Batch_OpensWindow_At",
                table: "Changes",
                columns: new[] { "DirectoryKey", "Batch", "OpensWindow", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Configurations_TenantKey",
                table: "Configurations",
                column: "TenantKey");

            migrationBuilder.CreateIndex(
                name: "IX_Directories_ExternalKey",
                table: "Directories",
                column: "ExternalKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Directories_Id",
                table: "Directories",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Failures_DirectoryKey_ResolvedAt",
                table: "Failures",
                columns: new[] { "DirectoryKey", "ResolvedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Failures_DirectoryKey_UserId",
                table: "Failures",
                columns: new[] { "DirectoryKey", "UserId" });

            migrationBuilder.CreateIndex(
                name: "IX_Failures_TenantKey",
                table: "Failures",
                column: "TenantKey");

            migrationBuilder.CreateIndex(
                name: "IX_Groups_DirectoryKey_DisplayNameKey",
                table: "Groups",
                columns: new[] { "DirectoryKey", "DisplayNameKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Groups_DirectoryKey_ExternalId_Id",
                table: "Groups",
                columns: new[] { "DirectoryKey", "ExternalId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Members_DirectoryKey_MemberId_GroupId",
                table: "Members",
                columns: new[] { "DirectoryKey", "MemberId", "GroupId" });

            migrationBuilder.CreateIndex(
                name: "IX_Runs_DirectoryKey_Batch_TenantKey",
                table: "Runs",
                columns: new[] { "DirectoryKey", "Batch", "TenantKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Runs_DirectoryKey_TenantKey_Status",
                table: "Runs",
                columns: new[] { "DirectoryKey", "TenantKey", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Runs_Id",
                table: "Runs",
                column: "Id");

            migrationBuilder.CreateIndex(
                name: "IX_Runs_TenantKey",
                table: "Runs",
                column: "TenantKey");

            migrationBuilder.CreateIndex(
                name: "IX_Tenants_Environment_TenantId",
                table: "Tenants",
                columns: new[] { "Environment", "TenantId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Tokens_Hash",
                table: "Tokens",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_UniqueValues_DirectoryKey_ResourceId",
                table: "UniqueValues",
                columns: new[] { "DirectoryKey", "ResourceId" });

            migrationBuilder.CreateIndex(
                name: "IX_UserEmails_DirectoryKey_ValueKey",
                table: "UserEmails",
                columns: new[] { "DirectoryKey", "ValueKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Users_DirectoryKey_DisplayNameKey_Id",
                table: "Users",
                columns: new[] { "DirectoryKey", "DisplayNameKey", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Users_DirectoryKey_ExternalId_Id",
                table: "Users",
                columns: new[] { "DirectoryKey", "ExternalId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Users_DirectoryKey_LoginEmailKey",
                table: "Users",
                columns: new[] { "DirectoryKey", "LoginEmailKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Users_DirectoryKey_UserNameKey",
                table: "Users",
                columns: new[] { "DirectoryKey", "UserNameKey" },
                unique: true);

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
                name: "Audit");

            migrationBuilder.DropTable(
                name: "Changes");

            migrationBuilder.DropTable(
                name: "ClientsSeen");

            migrationBuilder.DropTable(
                name: "Configurations");

            migrationBuilder.DropTable(
                name: "DeviationsSeen");

            migrationBuilder.DropTable(
                name: "Directories");

            migrationBuilder.DropTable(
                name: "Failures");

            migrationBuilder.DropTable(
                name: "Groups");

            migrationBuilder.DropTable(
                name: "Leases");

            migrationBuilder.DropTable(
                name: "Members");

            migrationBuilder.DropTable(
                name: "Requests");

            migrationBuilder.DropTable(
                name: "RoleAssignments");

            migrationBuilder.DropTable(
                name: "RunInputs");

            migrationBuilder.DropTable(
                name: "Runs");

            migrationBuilder.DropTable(
                name: "Schemas");

            migrationBuilder.DropTable(
                name: "Settings");

            migrationBuilder.DropTable(
                name: "Tokens");

            migrationBuilder.DropTable(
                name: "UniqueValues");

            migrationBuilder.DropTable(
                name: "UserEmails");

            migrationBuilder.DropTable(
                name: "WebhookDeliveries");

            migrationBuilder.DropTable(
                name: "WebhookEndpoints");

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

            migrationBuilder.DropTable(
                name: "Accounts");

            migrationBuilder.DropTable(
                name: "Tenants");

            migrationBuilder.DropTable(
                name: "Users");
        }
    }
}
