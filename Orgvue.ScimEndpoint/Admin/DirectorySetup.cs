using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>On-boards a directory: the directory, its tenants where they are new, their configurations and a first token, all or nothing.</summary>
public sealed class DirectorySetup(Store store, DirectoryTokens tokens, ChangeLog changes, WorkOsDesk workOs, TimeProvider clock)
{
    public async Task<MadeDirectory> CreateAsync(NewDirectory wanted, CancellationToken ct)
    {
        var (directory, tenants, link) = wanted.Checked(workOs.PrivateToo);
        ConfigurationRules.Refuse([.. tenants.Select(t => t.Source)]);
        return await store.WriteAsync(db => CreateAsync(db, directory, tenants, link, ct), ct);
    }

    async Task<MadeDirectory> CreateAsync(ScimDb db, CheckedDirectory wanted, IReadOnlyList<CheckedTenant> tenants, CheckedLink? link, CancellationToken ct)
    {
        foreach (var wish in tenants) await ConfigurationRules.RefuseTakenAsync(db, wish.TenantId, wanted.Environment, except: null, ct);

        var now = clock.GetUtcNow();
        var directory = new Directory
        {
            Id = NewId.Prefixed("directory_", NewId.At(clock)), ExternalKey = NewId.Secret("")[..32], Name = wanted.Name,
            Provider = wanted.Provider, Environment = wanted.Environment, IamAdministratorEmail = wanted.IamAdministratorEmail,
            SyncDelay = wanted.SyncDelay, Profile = wanted.Profile, CreatedAt = now, UpdatedAt = now,
        };
        db.Add(directory);
        var rows = new List<(CheckedTenant Wish, Tenant Tenant)>();
        foreach (var wish in tenants) rows.Add((wish, await ConfigurationRules.TenantAsync(db, wish.TenantId, wanted.Environment, clock, ct)));
        // Gives the directory and the new tenants their keys.
        await db.SaveChangesAsync(ct);

        foreach (var (wish, tenant) in rows)
            db.Add(new IamSyncConfiguration
            {
                DirectoryKey = directory.Key, Id = NewId.At(clock), TenantKey = tenant.Key, Mode = wish.Mode, GroupPrefix = wish.GroupPrefix,
                Domains = wish.Domains, CreatedAt = now, UpdatedAt = now,
            });
        if (link is not null) workOs.Add(db, directory.Key, link);
        changes.Configuration(db, directory.Key, tenant: null, opensWindow: false);
        var (_, secret) = tokens.Issue(db, directory.Key);
        return new(directory, secret, ConfigurationRules.Warnings([.. tenants.Select(t => t.Source)]));
    }
}

/// <summary>A new directory and its first token, which is kept nowhere else.</summary>
public sealed record MadeDirectory(Directory Directory, string Token, IReadOnlyList<SyncWarning> Warnings);
