using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>IAM sync configurations: checked against those beside them (M2, M9), each change appended to the directory's changes (B2).</summary>
public sealed class ConfigurationDesk(Store store, ChangeLog changes, TimeProvider clock)
{
    public async Task<Page<ConfigurationView>> ListAsync(string? directoryId, Paging paging, CancellationToken ct)
    {
        var rows = await store.ReadAsync(db =>
        {
            var all = db.Configurations.AsNoTracking().Include(c => c.Tenant)
                .Join(db.Directories, c => c.DirectoryKey, d => d.Key, (configuration, directory) => new { configuration, directory.Id });
            if (directoryId is not null) all = all.Where(c => c.Id == directoryId);
            if (paging.After is { } after) all = all.Where(c => c.configuration.Id.CompareTo(after) > 0);
            return all.OrderBy(c => c.configuration.Id).Take(paging.Take).ToListAsync(ct);
        });
        return paging.Page(rows, c => c.configuration.Id, c => ConfigurationView.Of(c.configuration, c.Id));
    }

    public Task<ConfigurationView> GetAsync(string id, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var configuration = await FindAsync(db, id, ct);
        return await ShowAsync(db, configuration, ct);
    });

    public async Task<ConfigurationView> CreateAsync(ConfigurationEdit wanted, CancellationToken ct)
    {
        wanted.CheckNew();
        return await store.WriteAsync(async db =>
        {
            var directory = await db.Directories.SingleOrDefaultAsync(d => d.Id == wanted.DirectoryId, ct)
                ?? throw Invalid("directoryId", "reference", "There is no such directory.");
            var tenant = await ConfigurationRules.TenantAsync(db, wanted.TenantId!, directory.Environment, clock, ct);
            if (await db.Configurations.AnyAsync(c => c.DirectoryKey == directory.Key && c.Tenant!.TenantId == wanted.TenantId, ct))
                throw new RefusalException(StatusCodes.Status409Conflict, nameof(SourceProblemCode.TenantConflict),
                    $"The directory already has a configuration for the tenant {tenant.TenantId}; change that one.",
                    new FieldError("tenantId", "M9", "One configuration for each tenant of a directory."));
            var now = clock.GetUtcNow();
            var configuration = new IamSyncConfiguration
            {
                DirectoryKey = directory.Key, Id = NewId.At(clock), Tenant = tenant, GroupPrefix = ConfigurationRules.DefaultPrefix,
                CreatedAt = now, UpdatedAt = now,
            };
            wanted.Apply(configuration);
            await RefuseConflictsAsync(db, configuration, ct);
            // Gives a new tenant its key.
            await db.SaveChangesAsync(ct);
            configuration.TenantKey = tenant.Key;
            db.Add(configuration);
            changes.Configuration(db, directory.Key, tenant.Key);
            return await ShowAsync(db, configuration, ct);
        }, ct);
    }

    /// <summary>A change that changes nothing opens no window.</summary>
    public async Task<ConfigurationView> EditAsync(string id, ConfigurationEdit edit, CancellationToken ct)
    {
        edit.Check();
        return await store.WriteAsync(async db =>
        {
            var configuration = await FindAsync(db, id, ct);
            var directory = await db.Directories.SingleAsync(d => d.Key == configuration.DirectoryKey, ct);
            if (edit.DirectoryId is { } other && other != directory.Id || edit.TenantId is { } tenant && tenant != configuration.Tenant!.TenantId)
                throw Invalid(edit.TenantId is null ? "directoryId" : "tenantId", "fixed",
                    "A configuration keeps its directory and tenant; make another and disable this one.");
            edit.Apply(configuration);
            if (db.ChangeTracker.HasChanges())
            {
                await RefuseConflictsAsync(db, configuration, ct);
                configuration.UpdatedAt = clock.GetUtcNow();
                configuration.Version++;
                changes.Configuration(db, configuration.DirectoryKey, configuration.TenantKey);
            }
            return await ShowAsync(db, configuration, ct);
        }, ct);
    }

    public Task DeleteAsync(string id, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var configuration = await FindAsync(db, id, ct);
        db.Remove(configuration);
        changes.Configuration(db, configuration.DirectoryKey, configuration.TenantKey);
    }, ct);

    static async Task RefuseConflictsAsync(ScimDb db, IamSyncConfiguration configuration, CancellationToken ct)
    {
        if (!configuration.Enabled) return;
        await ConfigurationRules.RefuseTakenAsync(db, configuration.Tenant!.TenantId, configuration.Tenant.Environment, configuration.Id, ct);
        ConfigurationRules.Refuse(await SourcesAsync(db, configuration, ct));
    }

    // The directory's enabled configurations as they would stand with this one.
    static async Task<IReadOnlyList<RoleSource>> SourcesAsync(ScimDb db, IamSyncConfiguration with, CancellationToken ct)
    {
        var others = await db.Configurations.AsNoTracking().Where(c => c.DirectoryKey == with.DirectoryKey && c.Enabled && c.Id != with.Id)
            .OrderBy(c => c.Id).Select(c => new { c.Tenant!.TenantId, c.Mode, c.GroupPrefix }).ToListAsync(ct);
        return
        [
            .. others.Select(c => ConfigurationRules.Source(c.TenantId, c.Mode, c.GroupPrefix)),
            ConfigurationRules.Source(with.Tenant!.TenantId, with.Mode, with.GroupPrefix),
        ];
    }

    static async Task<ConfigurationView> ShowAsync(ScimDb db, IamSyncConfiguration configuration, CancellationToken ct)
    {
        var directory = await db.Directories.Where(d => d.Key == configuration.DirectoryKey).Select(d => d.Id).SingleAsync(ct);
        var warnings = configuration.Enabled ? ConfigurationRules.Warnings(await SourcesAsync(db, configuration, ct)) : [];
        return ConfigurationView.Of(configuration, directory, warnings);
    }

    static async Task<IamSyncConfiguration> FindAsync(ScimDb db, string id, CancellationToken ct) =>
        Guid.TryParse(id, out var key) && await db.Configurations.Include(c => c.Tenant).SingleOrDefaultAsync(c => c.Id == key, ct) is { } found
            ? found
            : throw RefusalException.NotFound("Configuration", id);

    static RefusalException Invalid(string field, string rule, string message) =>
        new(StatusCodes.Status400BadRequest, "InvalidRequest", $"{field}: {message}", new FieldError(field, rule, message));
}
