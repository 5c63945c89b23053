using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What a tenant's configuration comes to, in the directory and with the accounts as they are.</summary>
/// <param name="Hold">Why a run must not carry this out by itself (rule B8); null when it may.</param>
public sealed record Planned(IamSyncConfiguration Configuration, SyncSnapshot Snapshot, SyncTarget Target, SyncPlan Plan, string? Hold)
{
    /// <summary>How many accounts a full look found otherwise than following the changes had left them: a defect (rule B4).</summary>
    public int Differences { get; init; }

    /// <summary>Whether the snapshot has the users and accounts, too; of very many it has none.</summary>
    public bool SeenWhole { get; init; } = true;
}

/// <summary>What would be different if an administrator did what he is thinking of: nothing of it is written.</summary>
public sealed record Supposition
{
    public static readonly Supposition Nothing = new();

    /// <summary>Configurations in place of the directory's own.</summary>
    public IReadOnlyList<IamSyncConfiguration>? Configurations { get; init; }

    /// <summary>Groups that have another name.</summary>
    public IReadOnlyDictionary<Guid, string> GroupNames { get; init; } = new Dictionary<Guid, string>();
}

/// <summary>Reads and plans one tenant of a directory, whoever asks: a run, a preview, somebody who wonders what if.</summary>
public static class Planning
{
    /// <summary>The enabled configurations of a directory.</summary>
    public static Task<List<IamSyncConfiguration>> ConfigurationsAsync(ScimDb db, int directory, CancellationToken ct) =>
        db.Configurations.AsNoTracking().Include(c => c.Tenant).Where(c => c.DirectoryKey == directory && c.Enabled)
            .OrderBy(c => c.Tenant!.TenantId).ToListAsync(ct);

    public static List<RoleSource> Sources(IEnumerable<IamSyncConfiguration> configurations) =>
        [.. configurations.Select(c => new RoleSource(c.Tenant!.TenantId, (TenantMode)c.Mode, c.GroupPrefix))];

    /// <summary>Null when the tenant has no enabled configuration in the directory.</summary>
    public static async Task<Planned?> OfAsync(
        ScimDb db, int directory, int tenant, SyncScope scope, IReadOnlySet<Guid> renamedGroups, Supposition suppose, CancellationToken ct)
    {
        var all = suppose.Configurations ?? await ConfigurationsAsync(db, directory, ct);
        if (all.FirstOrDefault(c => c.TenantKey == tenant) is not { } configuration) return null;
        var snapshot = await new SnapshotReader(db, directory, tenant, new(Sources(all)), ct) { GroupNames = suppose.GroupNames }
            .ReadAsync(scope, renamedGroups);
        return await OfAsync(db, configuration, Target(configuration, all), snapshot, ct);
    }

    static async Task<Planned> OfAsync(ScimDb db, IamSyncConfiguration configuration, SyncTarget target, SyncSnapshot snapshot, CancellationToken ct)
    {
        var plan = Reconciler.Plan(snapshot, target);
        return new(configuration, snapshot, target, plan, await HoldAsync(db, configuration.TenantKey, snapshot, plan, target.Guard, ct));
    }

    /// <summary>
    /// What a run does: it follows its changes, or looks at everybody without ever having everybody in memory where the database can be read
    /// in pages. What was seen of everybody is kept only where it is little enough to be looked at again.
    /// </summary>
    public static async Task<Planned?> OfRunAsync(
        ScimDb db, int directory, int tenant, SyncScope scope, IReadOnlySet<Guid> renamedGroups, CancellationToken ct)
    {
        // In memory everything is in memory.
        if (!db.Database.IsRelational()) return await OfAsync(db, directory, tenant, scope, renamedGroups, Supposition.Nothing, ct);
        var all = await ConfigurationsAsync(db, directory, ct);
        if (all.FirstOrDefault(c => c.TenantKey == tenant) is not { } configuration) return null;
        var target = Target(configuration, all);
        var reader = new SnapshotReader(db, directory, tenant, new(Sources(all)), ct);
        return await reader.FollowedAsync(scope, renamedGroups) is { } followed
            ? await OfAsync(db, configuration, target, followed, ct)
            : await InPartsAsync(configuration, target, reader);
    }

    /// <summary>What a run does that looks at everybody.</summary>
    public static Task<Planned?> OfFullRunAsync(ScimDb db, int directory, int tenant, CancellationToken ct) =>
        OfRunAsync(db, directory, tenant, SyncScope.All, new HashSet<Guid>(), ct);

    static async Task<Planned> InPartsAsync(IamSyncConfiguration configuration, SyncTarget target, SnapshotReader reader)
    {
        var (parts, seen) = (new PlanInParts(target), new Seen());
        var rest = await reader.PartsAsync((users, accounts) =>
        {
            parts.Add(users, accounts);
            seen.Add(users, accounts);
        });
        var plan = parts.Whole(rest.NestedIn, rest.OtherGroups, rest.OtherAdmins);
        return new(configuration, seen.With(rest), target, plan, Guard.HoldReason(plan, target.Guard, parts.ActiveAccounts)) { SeenWhole = !seen.TooMany };
    }

    /// <summary>Those whose steps went wrong, where what was seen was too much to keep.</summary>
    internal static async Task<SyncSnapshot> SeenOfAsync(ScimDb db, int directory, int tenant, IReadOnlyList<StepError> errors, CancellationToken ct) =>
        await new SnapshotReader(db, directory, tenant, new(Sources(await ConfigurationsAsync(db, directory, ct))), ct)
            .ReadAsync(SyncScope.Nobody with { Users = errors.Select(e => e.UserId).OfType<Guid>().ToHashSet() }, new HashSet<Guid>());

    /// <summary>The plan for everybody.</summary>
    public static Task<Planned?> OfEverybodyAsync(ScimDb db, int directory, int tenant, Supposition suppose, CancellationToken ct) =>
        OfAsync(db, directory, tenant, SyncScope.All, new HashSet<Guid>(), suppose, ct);

    public static SyncTarget Target(IamSyncConfiguration configuration, IReadOnlyList<IamSyncConfiguration> all) => new(
        configuration.Tenant!.TenantId, all.Count, all[0].Id == configuration.Id, configuration.Domains, configuration.DomainPolicy,
        configuration.OnMissingPlatformRole, configuration.InactiveUserHandling,
        Sources([configuration])[0].EffectivePrefix)
    {
        ProtectedAccounts = configuration.ProtectedAccounts.Select(Fold.Key).ToHashSet(StringComparer.Ordinal),
        Guard = new(configuration.GuardAccounts, configuration.GuardPercent, configuration.HoldOnLastAdmin),
    };

    // Nobody is counted unless a share of them matters: a run's cost follows its changes (rule B4).
    static async Task<string?> HoldAsync(ScimDb db, int tenant, SyncSnapshot snapshot, SyncPlan plan, GuardLimits limits, CancellationToken ct)
    {
        var active = Guard.NeedsTotal(plan, limits)
            ? snapshot.Examined is null
                ? snapshot.Accounts.Count(a => a.Enabled)
                : await db.Accounts.CountAsync(a => a.TenantKey == tenant && a.Enabled, ct)
            : 0;
        return Guard.HoldReason(plan, limits, active);
    }
}

/// <summary>What was seen part by part, as long as it is not too much.</summary>
sealed class Seen
{
    /// <summary>Replaying is for looking closely; of more nobody could.</summary>
    const int Most = 100_000;
    List<SyncUser> _users = [];
    List<SyncAccount> _accounts = [];

    public bool TooMany { get; private set; }

    public void Add(IReadOnlyList<SyncUser> users, IReadOnlyList<SyncAccount> accounts)
    {
        TooMany |= _users.Count + users.Count > Most || _accounts.Count + accounts.Count > Most;
        if (TooMany) (_users, _accounts) = ([], []);
        else
        {
            _users.AddRange(users);
            _accounts.AddRange(accounts);
        }
    }

    public SyncSnapshot With(SyncSnapshot rest) => rest with { Users = _users, Accounts = _accounts };
}
