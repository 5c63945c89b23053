using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Reads what a run looks at. Its cost follows the scope, not the size of the directory (rule B4).</summary>
sealed class SnapshotReader(ScimDb db, int directory, int tenant, RoleMapper mapper, CancellationToken ct)
{
    const int Chunk = 500;
    readonly Dictionary<Guid, SyncGroup> _groups = [];

    /// <summary>Groups that are to be read as if they had another name.</summary>
    public IReadOnlyDictionary<Guid, string> GroupNames { get; init; } = new Dictionary<Guid, string>();

    public async Task<SyncSnapshot> ReadAsync(SyncScope scope, IReadOnlySet<Guid> renamedGroups) =>
        await FollowedAsync(scope, renamedGroups) ?? await EverybodyAsync();

    /// <summary>What the scope touches; null when reading everybody costs less.</summary>
    public async Task<SyncSnapshot?> FollowedAsync(SyncScope scope, IReadOnlySet<Guid> renamedGroups)
    {
        if (scope.Everybody) return null;
        var members = await MembersOfAsync(renamedGroups);
        return scope.Users.Count + members.Count <= SyncScope.FollowedUsers
            ? await WithGroupsAsync(scope, await Touched.FollowAsync(scope, members, Rows))
            : null;
    }

    /// <summary>Everybody, part by part; the snapshot has the rest.</summary>
    public async Task<SyncSnapshot> PartsAsync(Action<IReadOnlyList<SyncUser>, IReadOnlyList<SyncAccount>> part)
    {
        await LoadGroupsAsync(Groups);
        await new EverybodyReader(db, directory, tenant, this, _groups, ct).EachAsync(part);
        var nested = await Members.Where(m => m.Kind == MemberKind.Group).Select(m => m.GroupId).Distinct().ToListAsync(ct);
        return new([], [], Examined: null, [.. nested.Where(_groups.ContainsKey).Select(id => _groups[id].Name)], [.. _groups.Values]);
    }

    /// <summary>Whoever is in the scope and whoever is tied to them. All groups are known already.</summary>
    public async Task<(IReadOnlyList<SyncUser> Users, IReadOnlyCollection<SyncAccount> Accounts)> FollowAsync(SyncScope scope)
    {
        var touched = await Touched.FollowAsync(scope, [], Rows);
        var memberships = await MembershipsAsync(touched);
        return ([.. touched.Users.Select(u => ToUser(u, memberships[u.Id]))], touched.Accounts);
    }

    async Task<SyncSnapshot> EverybodyAsync()
    {
        await LoadGroupsAsync(Groups);
        var memberships = (await Members.Where(m => m.Kind == MemberKind.User).Select(m => new { m.MemberId, m.GroupId }).ToListAsync(ct))
            .ToLookup(m => m.MemberId, m => m.GroupId);
        var users = await Users.Select(ToRow).ToListAsync(ct);
        var accounts = await Accounts.Include(a => a.Roles).ToListAsync(ct);
        var nested = await Members.Where(m => m.Kind == MemberKind.Group).Select(m => m.GroupId).Distinct().ToListAsync(ct);
        return new(
            [.. users.Select(u => ToUser(u, memberships[u.Id]))],
            [.. accounts.Select(ToAccount)],
            Examined: null,
            [.. nested.Where(_groups.ContainsKey).Select(id => _groups[id].Name)],
            [.. _groups.Values]);
    }

    async Task<SyncSnapshot> WithGroupsAsync(SyncScope scope, Touched touched)
    {
        var memberships = await MembershipsAsync(touched);
        var groups = memberships.SelectMany(m => m).Concat(scope.Groups).ToHashSet();
        foreach (var ids in groups.Chunk(Chunk)) await LoadGroupsAsync(Groups.Where(g => ids.Contains(g.Id)));
        var nested = await NestedInAsync(scope.Groups);
        return new(
            [.. touched.Users.Select(u => ToUser(u, memberships[u.Id]))],
            [.. touched.Accounts],
            touched.Examined,
            [.. nested.Where(_groups.ContainsKey).Select(id => _groups[id].Name)],
            [.. scope.Groups.Where(_groups.ContainsKey).Select(id => _groups[id])],
            await OtherAdminsAsync(touched.Accounts.Count(IsActiveAdmin)));
    }

    async Task<ILookup<Guid, Guid>> MembershipsAsync(Touched touched) =>
        (await ChunksAsync(touched.Users.Select(u => u.Id), ids =>
            Members.Where(m => ids.Contains(m.MemberId) && m.Kind == MemberKind.User).Select(m => new Membership(m.MemberId, m.GroupId))))
        .ToLookup(m => m.Member, m => m.Group);

    // An index holds the groups that are members, which are few; a touched group may have as many members as the directory has users (rule B4).
    Task<List<Guid>> NestedInAsync(IReadOnlySet<Guid> groups) => ChunksAsync(groups, ids =>
        Members.Where(m => m.Kind == MemberKind.Group && ids.Contains(m.GroupId)).Select(m => m.GroupId).Distinct());

    // Nobody needs to be counted unless one of those looked at may be the last, and then one more than those is enough to know. From the roles,
    // of which an index holds the admins': of a million accounts few are.
    async Task<int> OtherAdminsAsync(int lookedAt) => lookedAt == 0
        ? 0
        : await (
            from role in db.Roles
            where role.TenantKey == tenant && role.RoleKey == PlatformRole.Admin
            join account in db.Accounts on new { role.TenantKey, Id = role.AccountId } equals new { account.TenantKey, account.Id }
            where account.Enabled
            select account.Id).Take(lookedAt + 1).CountAsync(ct) - lookedAt;

    static bool IsActiveAdmin(SyncAccount account) => account.Enabled && PlatformRole.Of(account.Roles.Select(r => r.Role)) == PlatformRole.Admin;

    async Task<List<Guid>> MembersOfAsync(IReadOnlySet<Guid> groups) =>
        await ChunksAsync(groups, ids =>
            Members.Where(m => ids.Contains(m.GroupId) && m.Kind == MemberKind.User).Select(m => m.MemberId).Distinct());

    async Task LoadGroupsAsync(IQueryable<DirectoryGroup> groups)
    {
        foreach (var group in await groups.Select(g => new { g.Id, g.DisplayName }).ToListAsync(ct))
        {
            var name = GroupNames.GetValueOrDefault(group.Id, group.DisplayName);
            _groups[group.Id] = new(name, mapper.MeaningOf(name));
        }
    }

    async Task<List<TRow>> ChunksAsync<TKey, TRow>(IEnumerable<TKey> keys, Func<TKey[], IQueryable<TRow>> query)
    {
        var rows = new List<TRow>();
        foreach (var chunk in keys.Chunk(Chunk)) rows.AddRange(await query(chunk).ToListAsync(ct));
        return rows;
    }

    SyncUser ToUser(SyncUserRow user, IEnumerable<Guid> groups) => new(user.Id, user.UserName, user.Email, user.Active, user.CreatedAt,
        [.. groups.Where(_groups.ContainsKey).Select(id => _groups[id]).OrderBy(g => g.Name, StringComparer.Ordinal)]);

    static SyncAccount ToAccount(Account account) => new(account.Id, account.Email, account.Enabled, account.Source, account.DirectoryUserId,
        [.. account.Roles.Select(r => new PlannedRole(r.Role, r.SourceGroups))], account.Version);

    static readonly Expression<Func<DirectoryUser, SyncUserRow>> ToRow =
        u => new SyncUserRow(u.Id, u.UserName, u.LoginEmail, u.LoginEmailKey, u.Active != false, u.CreatedAt);

    IQueryable<DirectoryUser> Users => db.Users.AsNoTracking().Where(u => u.DirectoryKey == directory);
    IQueryable<DirectoryGroup> Groups => db.Groups.AsNoTracking().Where(g => g.DirectoryKey == directory);
    IQueryable<GroupMember> Members => db.Members.AsNoTracking().Where(m => m.DirectoryKey == directory);
    IQueryable<Account> Accounts => db.Accounts.AsNoTracking().Where(a => a.TenantKey == tenant);

    SyncRows Rows => new(
        ids => ChunksAsync(ids, some => Users.Where(u => some.Contains(u.Id)).Select(ToRow)),
        keys => ChunksAsync(keys, some => Users.Where(u => u.LoginEmailKey != null && some.Contains(u.LoginEmailKey)).Select(ToRow)),
        ids => WhoseAsync(ids, some => a => a.DirectoryUserId != null && some.Contains(a.DirectoryUserId.Value)),
        keys => WhoseAsync(keys, some => a => some.Contains(a.EmailKey)),
        AccountsAsync);

    // Their ids first: asked for with their roles, which come in the order of ids, SQLite walks all accounts of the tenant rather than the index (rule B4).
    async Task<List<SyncAccount>> WhoseAsync<TKey>(IEnumerable<TKey> keys, Func<TKey[], Expression<Func<Account, bool>>> where) =>
        await AccountsAsync(await ChunksAsync(keys, some => Accounts.Where(where(some)).Select(a => a.Id)));

    async Task<List<SyncAccount>> AccountsAsync(IEnumerable<Guid> ids) =>
        [.. (await ChunksAsync(ids, some => Accounts.Include(a => a.Roles).Where(a => some.Contains(a.Id)))).Select(ToAccount)];

    sealed record Membership(Guid Member, Guid Group);
}
