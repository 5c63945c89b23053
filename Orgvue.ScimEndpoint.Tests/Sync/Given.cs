using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Snapshots and targets for the pure rules: one directory, and by default the single tenant ACME.</summary>
static class Given
{
    public const string Prefix = "IAMAPP_Orgvue_SCIM_";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly RoleSource Acme = new("ACME", TenantMode.SingleTenant, Prefix);
    public static readonly RoleSource MyTenant = new("MYTENANT", TenantMode.MultiTenant, Prefix);
    public static readonly RoleMapper OneTenant = new([Acme]);
    public static readonly RoleMapper TwoTenants = new([Acme, MyTenant]);

    /// <summary>The nth user, n seconds old in the order of age; groups are names after the prefix.</summary>
    public static SyncUser Person(int n, params string[] roles) => User(n, $"u{n}@acme.example", roles);

    public static SyncUser User(int n, string? email, params string[] roles) => User(OneTenant, n, email, [.. roles.Select(r => Prefix + r)]);

    public static SyncUser User(RoleMapper mapper, int n, string? email, params string[] groups) =>
        new(Id(n), $"u{n}", email, Active: true, Start.AddSeconds(n), [.. groups.Select(g => new SyncGroup(g, mapper.MeaningOf(g)))]);

    public static SyncAccount Account(int n, string email, SyncUser? owner, params string[] roles) =>
        new(Id(1000 + n), email, Enabled: true, owner is null ? AccountSource.Manual : AccountSource.Scim, owner?.Id,
            [.. roles.Select(r => new PlannedRole(r, owner is null ? [] : [Prefix + r]))], Version: 1);

    /// <summary>The account that sync itself would have given the user.</summary>
    public static SyncAccount AccountOf(SyncUser user, params string[] roles) => Account(user.Id.ToByteArray()[^1], user.Email!, user, roles);

    public static SyncSnapshot Snapshot(IReadOnlyList<SyncUser> users, params SyncAccount[] accounts) => new(users, accounts, null, [], []);

    public static SyncTarget Target(RoleSource source, int tenants) => new(source.Tenant, tenants, source.Tenant == "ACME", [],
        DomainPolicy.Enforce, MissingPlatformRole.Disable, InactiveUserHandling.Disable, source.EffectivePrefix);

    public static readonly SyncTarget OnlyTenant = Target(Acme, 1);

    public static SyncPlan Plan(IReadOnlyList<SyncUser> users, params SyncAccount[] accounts) => Plan(OnlyTenant, users, accounts);

    public static SyncPlan Plan(SyncTarget target, IReadOnlyList<SyncUser> users, params SyncAccount[] accounts) =>
        Reconciler.Plan(Snapshot(users, accounts), target);

    public static IEnumerable<string> RoleNames(this IEnumerable<PlannedRole> roles) => roles.Select(r => r.Role).Order(StringComparer.Ordinal);

    public static Guid Id(int n) => new(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)n);
}
