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

    public async Task<SyncSnapshot> ReadAsync(SyncScope scope, IReadOnlySet<Guid> renamedGroups)
    {
        if (!scope.Everybody)
        {
            var members = await MembersOfAsync(renamedGroups);
            if (scope.Users.Count + members.Count <= SyncScope.FollowedUsers) return await TouchedAsync(scope, members);
        }
        return await EverybodyAsync();
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

    // Whoever shares an e-mail or an account with a touched user may gain or lose by the change (rules A3, A8): follow both until nobody is new.
    async Task<SyncSnapshot> TouchedAsync(SyncScope scope, IReadOnlyCollection<Guid> membersOfRenamed)
    {
        var users = new Dictionary<Guid, UserRow>();
        var accounts = new Dictionary<Guid, Account>();
        var examined = scope.Users.Concat(membersOfRenamed).ToHashSet();
        var emails = scope.Emails.ToHashSet(StringComparer.Ordinal);
        HashSet<Guid> newUsers = [.. examined], newAccounts = [.. scope.Accounts];
        HashSet<string> newEmails = [.. emails];

        while (newUsers.Count + newAccounts.Count + newEmails.Count > 0)
        {
            var foundUsers = await ChunksAsync(newUsers, ids => Users.Where(u => ids.Contains(u.Id)).Select(ToRow));
            foundUsers.AddRange(await ChunksAsync(newEmails, keys => Users
                .Where(u => u.LoginEmailKey != null && keys.Contains(u.LoginEmailKey)).Select(ToRow)));
            var foundAccounts = await ChunksAsync(newUsers, ids => AccountRows
                .Where(a => a.DirectoryUserId != null && ids.Contains(a.DirectoryUserId.Value)));
            foundAccounts.AddRange(await ChunksAsync(newEmails, keys => AccountRows.Where(a => keys.Contains(a.EmailKey))));
            foundAccounts.AddRange(await ChunksAsync(newAccounts, ids => AccountRows.Where(a => ids.Contains(a.Id))));
            (newUsers, newAccounts, newEmails) = ([], [], []);
            foreach (var user in foundUsers)
            {
                users[user.Id] = user;
                if (examined.Add(user.Id)) newUsers.Add(user.Id);
                if (user.EmailKey is { } email && emails.Add(email)) newEmails.Add(email);
            }
            foreach (var account in foundAccounts)
            {
                accounts[account.Id] = account;
                if (emails.Add(account.EmailKey)) newEmails.Add(account.EmailKey);
                if (account.DirectoryUserId is { } owner && examined.Add(owner)) newUsers.Add(owner);
            }
        }
        return await WithGroupsAsync(scope, users, accounts, examined);
    }

    async Task<SyncSnapshot> WithGroupsAsync(
        SyncScope scope, Dictionary<Guid, UserRow> users, Dictionary<Guid, Account> accounts, HashSet<Guid> examined)
    {
        var memberships = (await ChunksAsync(users.Keys, ids =>
                Members.Where(m => ids.Contains(m.MemberId) && m.Kind == MemberKind.User).Select(m => new Membership(m.MemberId, m.GroupId))))
            .ToLookup(m => m.Member, m => m.Group);
        var groups = memberships.SelectMany(m => m).Concat(scope.Groups).ToHashSet();
        foreach (var ids in groups.Chunk(Chunk)) await LoadGroupsAsync(Groups.Where(g => ids.Contains(g.Id)));
        var nested = await ChunksAsync(scope.Groups, ids =>
            Members.Where(m => ids.Contains(m.GroupId) && m.Kind == MemberKind.Group).Select(m => m.GroupId).Distinct());
        return new(
            [.. users.Values.Select(u => ToUser(u, memberships[u.Id]))],
            [.. accounts.Values.Select(ToAccount)],
            examined,
            [.. nested.Where(_groups.ContainsKey).Select(id => _groups[id].Name)],
            [.. scope.Groups.Where(_groups.ContainsKey).Select(id => _groups[id])],
            await OtherAdminsAsync(accounts.Values.Count(IsActiveAdmin)));
    }

    // Nobody needs to be counted unless one of those looked at may be the last.
    async Task<int> OtherAdminsAsync(int lookedAt) => lookedAt == 0
        ? 0
        : await Accounts.CountAsync(a => a.Enabled && a.Roles.Any(r => r.RoleKey == PlatformRole.Admin), ct) - lookedAt;

    static bool IsActiveAdmin(Account account) => account.Enabled && account.Roles.Any(r => r.RoleKey == PlatformRole.Admin);

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

    SyncUser ToUser(UserRow user, IEnumerable<Guid> groups) => new(user.Id, user.UserName, user.Email, user.Active, user.CreatedAt,
        [.. groups.Where(_groups.ContainsKey).Select(id => _groups[id]).OrderBy(g => g.Name, StringComparer.Ordinal)]);

    static SyncAccount ToAccount(Account account) => new(account.Id, account.Email, account.Enabled, account.Source, account.DirectoryUserId,
        [.. account.Roles.Select(r => new PlannedRole(r.Role, r.SourceGroups))], account.Version);

    static readonly System.Linq.Expressions.Expression<Func<DirectoryUser, UserRow>> ToRow =
        u => new UserRow(u.Id, u.UserName, u.LoginEmail, u.LoginEmailKey, u.Active != false, u.CreatedAt);

    IQueryable<DirectoryUser> Users => db.Users.AsNoTracking().Where(u => u.DirectoryKey == directory);
    IQueryable<DirectoryGroup> Groups => db.Groups.AsNoTracking().Where(g => g.DirectoryKey == directory);
    IQueryable<GroupMember> Members => db.Members.AsNoTracking().Where(m => m.DirectoryKey == directory);
    IQueryable<Account> Accounts => db.Accounts.AsNoTracking().Where(a => a.TenantKey == tenant);
    IQueryable<Account> AccountRows => Accounts.Include(a => a.Roles);

    sealed record UserRow(Guid Id, string UserName, string? Email, string? EmailKey, bool Active, DateTimeOffset CreatedAt);

    sealed record Membership(Guid Member, Guid Group);
}
