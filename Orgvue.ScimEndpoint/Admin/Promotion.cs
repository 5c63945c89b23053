using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>A document, the directory that it is for, what differs, and what stands against it.</summary>
/// <param name="Directory">Null for one that is yet to be made.</param>
sealed record Promotion(
    PromotionDocument Document, OrgvueEnvironment Environment, Directory? Directory, PromotionDiff Diff, IReadOnlyList<SyncWarning> Warnings,
    IReadOnlyList<PromotionConflict> Conflicts)
{
    public string Hash { get; } = Diff.Hash($"{Environment} {Directory?.Id ?? "new"}");

    /// <summary>Looks, and writes nothing.</summary>
    public static async Task<Promotion> OfAsync(
        Store store, Extensions extensions, ScimDb db, PromotionDocument document, OrgvueEnvironment? asked, string? directoryId, CancellationToken ct)
    {
        var (directory, environment) = await TargetAsync(db, document, asked, directoryId, ct);
        var have = directory is null ? null : await ExportAsync(db, directory, ct);
        document = Respelled(document, have);
        var diff = PromotionDiff.Of(have, document);
        var sources = document.Tenants!.Where(t => t!.Enabled!.Value).Select(t => ConfigurationRules.Source(t!.TenantId!, t.Mode!.Value, t.GroupPrefix!)).ToList();
        var problems = SourceRules.ProblemsOf(sources);
        return new(document, environment, directory, diff,
            [
                .. problems.Where(p => p.Severity == SourceSeverity.Warning).Select(p => new SyncWarning(p.Code.ToString(), p.Message)),
                .. await WarningsAsync(db, document, have, environment, ct),
            ],
            [
                .. problems.Where(p => p.Severity == SourceSeverity.Error)
                    .Select(p => new PromotionConflict(p.Code.ToString(), $"tenants[{string.Join(',', p.Tenants)}]", p.Rule, p.Message)),
                .. await TakenAsync(db, sources, environment, directory?.Key ?? 0, ct),
                .. directory is null ? [] : await SchemasAsync(store, extensions, directory.Key, document, diff, ct),
            ]);
    }

    public static async Task<PromotionDocument> ExportAsync(ScimDb db, Directory directory, CancellationToken ct) => PromotionDocument.Of(directory,
        await db.Schemas.AsNoTracking().Where(s => s.DirectoryKey == directory.Key).ToListAsync(ct),
        await db.Configurations.AsNoTracking().Include(c => c.Tenant).Where(c => c.DirectoryKey == directory.Key).ToListAsync(ct));

    // Directory, configuration and tenant share one environment: the directory that is named decides it.
    static async Task<(Directory?, OrgvueEnvironment)> TargetAsync(
        ScimDb db, PromotionDocument document, OrgvueEnvironment? asked, string? directoryId, CancellationToken ct)
    {
        if (directoryId is not null)
        {
            var named = await db.Directories.SingleOrDefaultAsync(d => d.Id == directoryId, ct) ?? throw RefusalException.NotFound("Directory", directoryId);
            if (asked is { } other && other != named.Environment) throw Refused(StatusCodes.Status409Conflict, "EnvironmentConflict", "environment", "environment",
                $"The directory is in {EnumNames.NameOf(named.Environment)} and stays there; leave the environment out, or name another directory.");
            return (named, named.Environment);
        }
        var environment = asked ?? OrgvueEnvironment.Production;
        var name = document.Directory!.Name;
        var alike = await db.Directories.Where(d => d.Environment == environment && d.Name == name).Take(2).ToListAsync(ct);
        return alike.Count <= 1
            ? (alike.FirstOrDefault(), environment)
            : throw Refused(StatusCodes.Status409Conflict, "AmbiguousDirectory", "directoryId", "required",
                $"Several directories in {EnumNames.NameOf(environment)} have the name of the document's; say which one is meant.");
    }

    // URIs are compared ignoring case, and stored documents hold the one that came first.
    static PromotionDocument Respelled(PromotionDocument document, PromotionDocument? have) => document with
    {
        Schemas = [.. document.Schemas!.Select(s =>
        {
            if (have?.Schemas!.FirstOrDefault(h => h!.Uri.Equals(s!.Uri, StringComparison.OrdinalIgnoreCase)) is not { } known || known.Uri == s!.Uri) return s;
            var definition = s.Definition!.DeepClone().AsObject();
            definition["id"] = known.Uri;
            return s with { Definition = definition };
        })],
    };

    static async Task<List<SyncWarning>> WarningsAsync(
        ScimDb db, PromotionDocument document, PromotionDocument? have, OrgvueEnvironment environment, CancellationToken ct)
    {
        var warnings = new List<SyncWarning>();
        if (have is null) warnings.Add(new("NoToken", "The directory will be new and without users; issue a token for its identity provider after the import."));
        foreach (var tenant in have?.Tenants!.Where(t => document.Tenants!.All(w => w!.TenantId != t!.TenantId)) ?? [])
            warnings.Add(new("ConfigurationRemoved", $"The directory will not feed the tenant {tenant!.TenantId} any more; the accounts there stay as they are."));
        foreach (var tenant in document.Tenants!.Where(t => t!.Enabled!.Value && have?.Tenants!.Any(h => h!.TenantId == t.TenantId) != true))
        {
            var id = tenant!.TenantId;
            var accounts = await db.Accounts.CountAsync(a => db.Tenants.Any(t => t.Key == a.TenantKey && t.TenantId == id && t.Environment == environment), ct);
            if (accounts > 0) warnings.Add(new("AccountsInTenant",
                $"The tenant {id} has {accounts} accounts; the next run removes those that are not in the directory. Look at the preview before it is due."));
        }
        return warnings;
    }

    // Rule M9: one enabled configuration a tenant, whichever directory has it.
    static async Task<List<PromotionConflict>> TakenAsync(
        ScimDb db, IReadOnlyList<RoleSource> sources, OrgvueEnvironment environment, int directory, CancellationToken ct)
    {
        var ids = sources.Select(s => s.Tenant).ToList();
        var taken = await db.Configurations
            .Where(c => c.Enabled && c.DirectoryKey != directory && c.Tenant!.Environment == environment && ids.Contains(c.Tenant.TenantId))
            .Select(c => c.Tenant!.TenantId).ToListAsync(ct);
        return [.. taken.Order(StringComparer.Ordinal).Select(id => new PromotionConflict(nameof(SourceProblemCode.TenantConflict), $"tenants[{id}]", "M9",
            $"Another directory has an enabled configuration of the tenant {id}; it may have one."))];
    }

    // Tried on contexts that are thrown away.
    static async Task<List<PromotionConflict>> SchemasAsync(
        Store store, Extensions extensions, int directory, PromotionDocument document, PromotionDiff diff, CancellationToken ct)
    {
        var conflicts = new List<PromotionConflict>();
        foreach (var schema in document.Schemas!.Where(s => diff.Touches($"schemas[{s!.Uri}]")))
        {
            var outcome = await store.ReadAsync(db => extensions.PutAsync(db, directory, schema!.Uri, schema.ResourceType, schema.Definition!, ct));
            if (ConflictOf(outcome, schema!.Uri) is { } conflict) conflicts.Add(conflict);
        }
        return conflicts;
    }

    public static PromotionConflict? ConflictOf(ExtensionOutcome outcome, string uri) => outcome switch
    {
        ExtensionOutcome.Conflict c => new(c.Code, $"schemas[{uri}]", c.Code, c.Message),
        ExtensionOutcome.Invalid i => new("InvalidSchema", $"schemas[{uri}]", i.Problems[0].Rule, i.Problems[0].Message),
        _ => null,
    };

    static RefusalException Refused(int status, string code, string field, string rule, string message) =>
        new(status, code, $"{field}: {message}", new FieldError(field, rule, message));
}
