using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Admin.Supposing;

/// <summary>A wish + the directory's rows → what is supposed. Refuses what would be refused if it were done.</summary>
sealed class Assumptions(ScimDb db, Directory directory, CancellationToken ct)
{
    /// <summary>What a real configuration would be warned of.</summary>
    public IReadOnlyList<SyncWarning> Warnings { get; private set; } = [];

    public async Task<Supposition> OfAsync(WhatIfWish wish) => new()
    {
        Configurations = await ConfigurationsAsync(wish.Configurations ?? []),
        GroupNames = await GroupNamesAsync(wish.Groups ?? []),
    };

    async Task<IReadOnlyList<IamSyncConfiguration>?> ConfigurationsAsync(IReadOnlyList<ConfigurationEdit?> edits)
    {
        if (edits.Count == 0) return null;
        // Nobody tracks these rows: they may be changed at will.
        var all = await db.Configurations.AsNoTracking().Include(c => c.Tenant).Where(c => c.DirectoryKey == directory.Key)
            .OrderBy(c => c.Tenant!.TenantId).ToListAsync(ct);
        foreach (var (i, edit) in edits.Index())
        {
            if (edit!.DirectoryId is { } other && other != directory.Id)
                throw Bad($"configurations[{i}].directoryId", "fixed", "A configuration keeps its directory.");
            var configuration = all.Find(c => c.Tenant!.TenantId == edit.TenantId) ?? throw Bad($"configurations[{i}].tenantId", "reference",
                all.Count == 0 ? "The directory has no configuration." : $"The directory has configurations for {string.Join(", ", all.Select(c => c.Tenant!.TenantId))}.");
            edit.Apply(configuration);
            if (configuration.Enabled)
                await ConfigurationRules.RefuseTakenAsync(db, configuration.Tenant!.TenantId, configuration.Tenant.Environment, configuration.Id, ct);
        }
        var enabled = all.Where(c => c.Enabled).ToList();
        var sources = Planning.Sources(enabled);
        ConfigurationRules.Refuse(sources);
        Warnings = ConfigurationRules.Warnings(sources);
        return enabled;
    }

    async Task<IReadOnlyDictionary<Guid, string>> GroupNamesAsync(IReadOnlyList<GroupRename?> renames)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var (i, rename) in renames.Index())
            if (!names.TryAdd(await GroupAsync(i, rename!), rename!.NewDisplayName!.Trim()))
                throw Bad($"groups[{i}]", "unique", "The same group is renamed twice.");
        await RefuseTakenNamesAsync(names);
        return names;
    }

    async Task<Guid> GroupAsync(int i, GroupRename rename)
    {
        var groups = db.Groups.AsNoTracking().Where(g => g.DirectoryKey == directory.Key);
        if (rename.DisplayName is { } name)
        {
            var key = Fold.Key(name);
            return (await groups.Where(g => g.DisplayNameKey == key).Select(g => (Guid?)g.Id).SingleOrDefaultAsync(ct))
                ?? throw Bad($"groups[{i}].displayName", "reference", "The directory has no group of this name.");
        }
        return Guid.TryParse(rename.Id, out var id) && await groups.AnyAsync(g => g.Id == id, ct)
            ? id
            : throw Bad($"groups[{i}].id", "reference", "The directory has no group with this id.");
    }

    // A displayName is one group's alone: the real renaming would be refused too.
    async Task RefuseTakenNamesAsync(Dictionary<Guid, string> names)
    {
        var keys = names.Values.Select(Fold.Key).ToArray();
        var renamed = names.Keys.ToArray();
        var taken = keys.GroupBy(k => k).Where(k => k.Count() > 1).Select(k => k.Key).FirstOrDefault()
            ?? await db.Groups.Where(g => g.DirectoryKey == directory.Key && keys.Contains(g.DisplayNameKey) && !renamed.Contains(g.Id))
                .Select(g => g.DisplayNameKey).FirstOrDefaultAsync(ct);
        if (taken is null) return;
        var name = names.Values.First(n => Fold.Key(n) == taken);
        throw new RefusalException(StatusCodes.Status409Conflict, "GroupNameTaken", $"Two groups would have the name \"{name}\".",
            new FieldError("groups", "unique", $"Two groups would have the name \"{name}\"."));
    }

    static RefusalException Bad(string field, string rule, string message) =>
        new(StatusCodes.Status400BadRequest, "InvalidRequest", $"{field}: {message}", new FieldError(field, rule, message));
}
