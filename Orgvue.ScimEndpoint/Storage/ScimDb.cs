using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>All rows. Queries must mean the same on every provider: folded key columns, no collation, no time zone, no unique index alone.</summary>
public abstract class ScimDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Directory> Directories => Set<Directory>();
    public DbSet<DirectoryToken> Tokens => Set<DirectoryToken>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<Administrator> Administrators => Set<Administrator>();
    public DbSet<DirectoryUser> Users => Set<DirectoryUser>();
    public DbSet<UserEmail> UserEmails => Set<UserEmail>();
    public DbSet<DirectoryGroup> Groups => Set<DirectoryGroup>();
    public DbSet<GroupMember> Members => Set<GroupMember>();
    public DbSet<DirectorySize> Sizes => Set<DirectorySize>();
    public DbSet<DirectorySchema> Schemas => Set<DirectorySchema>();
    public DbSet<UniqueValue> UniqueValues => Set<UniqueValue>();
    public DbSet<ClientSeen> ClientsSeen => Set<ClientSeen>();
    public DbSet<DeviationSeen> DeviationsSeen => Set<DeviationSeen>();
    public DbSet<RecordedRequest> Requests => Set<RecordedRequest>();
    public DbSet<Tenant> Tenants => Set<Tenant>();
    public DbSet<IamSyncConfiguration> Configurations => Set<IamSyncConfiguration>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<RoleAssignment> Roles => Set<RoleAssignment>();
    public DbSet<Change> Changes => Set<Change>();
    public DbSet<SyncLease> Leases => Set<SyncLease>();
    public DbSet<SyncRun> Runs => Set<SyncRun>();
    public DbSet<SyncRunInput> RunInputs => Set<SyncRunInput>();
    public DbSet<SyncFailure> Failures => Set<SyncFailure>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<WorkOsEvent> WorkOsEvents => Set<WorkOsEvent>();
    public DbSet<WorkOsLink> WorkOsLinks => Set<WorkOsLink>();
    public DbSet<WorkOsReceived> WorkOsReceived => Set<WorkOsReceived>();
    public DbSet<WorkOsItem> WorkOsItems => Set<WorkOsItem>();
    public DbSet<WorkOsPull> WorkOsPulls => Set<WorkOsPull>();
    public DbSet<Setting> Settings => Set<Setting>();

    /// <summary>Tells of what is saved; null where nothing is told. Set by the store that opened the context.</summary>
    internal AuditTrail? Trail { get; set; }

    /// <summary>Tells others of what is saved; set by the store too.</summary>
    internal IRowTeller? Teller { get; set; }

    /// <summary>What writes rows, and looks some up, without EF; null where EF does. Set by what made the context for its one connection.</summary>
    internal Statements? Direct { get; set; }

    /// <summary>Saves, and tells of it in the audit trail, which only grows.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Looked for once, for the trail and for the save.
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            AuditTrail.RefuseRewriting(this);
            // What a dry run writes did not happen.
            if (Trail is null || DryRun.Current is not null) return await SaveAsync(acceptAllChangesOnSuccess, cancellationToken);
            var keyless = await Trail.TellAsync(this, cancellationToken);
            if (Teller is not null) await Teller.TellAsync(this, cancellationToken);
            var saved = await SaveAsync(acceptAllChangesOnSuccess, cancellationToken);
            if (keyless.Count == 0) return saved;
            // The database gives a new directory or tenant its key; only then can be said whose entry it is.
            Trail.TellNew(this, keyless);
            if (Teller is not null) await Teller.TellNewAsync(this, keyless, cancellationToken);
            return saved + await SaveAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    async Task<int> SaveAsync(bool acceptAllChangesOnSuccess, CancellationToken ct) =>
        Direct is { } direct && acceptAllChangesOnSuccess && DirectSave.Save(this, direct) is { } written
            ? written
            : await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);

    /// <summary>What goes with a row that is deleted without being loaded itself: told with the row.</summary>
    internal void TellGone(object row, string what, System.Text.Json.Nodes.JsonNode value) => Trail?.TellGone(row, what, value);

    /// <summary>Not offered: it would save without a word in the audit trail.</summary>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException($"Use {nameof(SaveChangesAsync)}, which tells the audit trail.");

    protected override void OnModelCreating(ModelBuilder modelBuilder) => Mapping.Configure(modelBuilder);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcInstant>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }
}
