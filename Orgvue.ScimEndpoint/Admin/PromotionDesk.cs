using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Carries a directory's configuration from one environment to another: exported, compared, and applied as it was seen or not at all.</summary>
public sealed class PromotionDesk(Store store, Extensions extensions, ChangeLog changes, Onboarded directories, TimeProvider clock)
{
    public async Task<PromotionDocument> ExportAsync(string directoryId, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        return await store.SnapshotAsync(db => Promotion.ExportAsync(db, directory, ct), ct);
    }

    public async Task<ImportView> ImportAsync(ImportWish wish, CancellationToken ct)
    {
        var document = PromotionReader.Read(wish.Document);
        if (wish.DryRun ?? true)
            return View(await store.SnapshotAsync(db => Promotion.OfAsync(store, extensions, db, document, wish.Environment, wish.DirectoryId, ct), ct), null);
        var checks = new Checks();
        var hash = checks.Text("diffHash", wish.DiffHash, 64);
        checks.Refuse();
        return await store.WriteAsync(async db =>
        {
            var promotion = await Promotion.OfAsync(store, extensions, db, document, wish.Environment, wish.DirectoryId, ct);
            // An import that was applied before and is sent again has nothing left to do, whatever hash it bears.
            if (promotion.Diff.Changes.Count == 0) return View(promotion, null);
            if (promotion.Hash != hash) throw new RefusalException(StatusCodes.Status409Conflict, "DiffChanged",
                $"What differs has changed and nothing was applied. Look at the diff again; its hash is now {promotion.Hash}.",
                new FieldError("diffHash", "stale", $"The diff as it is now has the hash {promotion.Hash}."));
            if (promotion.Conflicts.Count > 0) throw Refused(promotion.Conflicts);
            return View(promotion, await ApplyAsync(db, promotion, ct));
        }, ct);
    }

    async Task<Directory> ApplyAsync(ScimDb db, Promotion promotion, CancellationToken ct)
    {
        var (document, now) = (promotion.Document, clock.GetUtcNow());
        var directory = promotion.Directory ?? db.Add(new Directory
        {
            Id = NewId.Prefixed("directory_", NewId.At(clock)), ExternalKey = NewId.Secret("")[..32], Name = document.Directory!.Name!,
            Environment = promotion.Environment, CreatedAt = now, UpdatedAt = now,
        }).Entity;
        if (promotion.Diff.Touches("directory."))
        {
            new DirectoryEdit
            {
                Name = document.Directory!.Name, Provider = document.Directory.Provider, Profile = document.Directory.Profile,
                SyncDelay = document.Directory.SyncDelay,
            }.Apply(directory);
            if (promotion.Directory is not null) (directory.UpdatedAt, directory.Version) = (now, directory.Version + 1);
        }
        var tenants = new Dictionary<string, Tenant>();
        foreach (var tenant in document.Tenants!)
            tenants[tenant!.TenantId!] = await ConfigurationRules.TenantAsync(db, tenant.TenantId!, promotion.Environment, clock, ct);
        // Gives the directory and the new tenants their keys.
        await db.SaveChangesAsync(ct);
        await SchemasAsync(db, directory.Key, promotion, ct);
        await ConfigurationsAsync(db, directory.Key, promotion, tenants, ct);
        return directory;
    }

    async Task SchemasAsync(ScimDb db, int directory, Promotion promotion, CancellationToken ct)
    {
        var known = await db.Schemas.AsNoTracking().Where(s => s.DirectoryKey == directory).Select(s => s.Id).ToListAsync(ct);
        foreach (var uri in known.Where(k => promotion.Document.Schemas!.All(s => s!.Uri != k)))
        {
            await extensions.RemoveAsync(db, directory, uri, ct);
            await db.SaveChangesAsync(ct);
        }
        foreach (var schema in promotion.Document.Schemas!.Where(s => promotion.Diff.Touches($"schemas[{s!.Uri}]")))
        {
            var outcome = await extensions.PutAsync(db, directory, schema!.Uri, schema.ResourceType, schema.Definition!, ct);
            if (Promotion.ConflictOf(outcome, schema.Uri) is { } conflict) throw Refused([conflict]);
            await db.SaveChangesAsync(ct);
        }
    }

    // Whatever of a directory is imported, its next run looks at everybody (rule B2).
    async Task ConfigurationsAsync(ScimDb db, int directory, Promotion promotion, Dictionary<string, Tenant> tenants, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = await db.Configurations.Include(c => c.Tenant).Where(c => c.DirectoryKey == directory).ToListAsync(ct);
        foreach (var gone in known.Where(c => !tenants.ContainsKey(c.Tenant!.TenantId)))
        {
            db.Remove(gone);
            changes.Configuration(db, directory, gone.TenantKey);
        }
        foreach (var wanted in promotion.Document.Tenants!.Where(t => promotion.Diff.Touches($"tenants[{t!.TenantId}].")))
        {
            var tenant = tenants[wanted!.TenantId!];
            var configuration = known.Find(c => c.TenantKey == tenant.Key);
            if (configuration is not null) (configuration.UpdatedAt, configuration.Version) = (now, configuration.Version + 1);
            else
                configuration = db.Add(new IamSyncConfiguration
                {
                    DirectoryKey = directory, Id = NewId.At(clock), TenantKey = tenant.Key, Tenant = tenant, GroupPrefix = "", CreatedAt = now, UpdatedAt = now,
                }).Entity;
            wanted.ToEdit().Apply(configuration);
            changes.Configuration(db, directory, tenant.Key);
        }
        if (!promotion.Diff.Touches("tenants[")) changes.Configuration(db, directory, tenant: null);
    }

    static RefusalException Refused(IReadOnlyList<PromotionConflict> conflicts) => new(StatusCodes.Status409Conflict, conflicts[0].Code,
        string.Join(' ', conflicts.Select(c => c.Message)), [.. conflicts.Select(c => c.ToError())]);

    static ImportView View(Promotion promotion, Directory? applied)
    {
        var (diff, isNew) = (promotion.Diff, promotion.Directory is null);
        var counts = diff.Changes.GroupBy(c => c.Change).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Count()} {c.Key}").ToList();
        var summary = counts.Count == 0 ? "Nothing differs"
            : $"{(isNew ? "A new directory" : "Settings")}: {string.Join(", ", counts)}";
        return new(
            promotion.Environment, (applied ?? promotion.Directory)?.Id, promotion.Document.Directory!.Name!, isNew, applied is not null, promotion.Hash,
            $"{summary}; {diff.Unchanged.Count} alike.", diff.Changes, diff.Unchanged, promotion.Warnings, promotion.Conflicts);
    }
}
