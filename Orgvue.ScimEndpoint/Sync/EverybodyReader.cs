using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>
/// Everybody, in parts that nothing ties to one another. A user whom no e-mail ties to anybody else, with the account that is his own and bears
/// his e-mail, or none, is a part for himself, and so are thousands of them; only the others are followed as an incremental run follows a change.
/// </summary>
sealed class EverybodyReader(ScimDb db, int directory, int tenant, SnapshotReader others, IReadOnlyDictionary<Guid, SyncGroup> groups, CancellationToken ct)
{
    /// <summary>How many users are in memory at once.</summary>
    const int PageSize = 4_000;

    /// <summary>How many of those who are tied to others are followed at once.</summary>
    const int TiesAtOnce = 1_000;

    readonly EverybodyPages _pages = new(db, directory, tenant, ct);
    readonly HashSet<Guid> _users = [], _accounts = [];
    readonly HashSet<string> _emails = new(StringComparer.Ordinal);
    readonly Dictionary<string, PlannedRole> _roles = new(StringComparer.Ordinal);
    readonly Dictionary<Guid, (int Rank, SyncGroup Group)> _ranked = groups.OrderBy(g => g.Value.Name, StringComparer.Ordinal)
        .Select((g, rank) => (g.Key, Rank: rank, g.Value)).ToDictionary(g => g.Key, g => (g.Rank, g.Value));

    public async Task EachAsync(Action<IReadOnlyList<SyncUser>, IReadOnlyList<SyncAccount>> part)
    {
        await TiedAsync(part);
        var after = Guid.Empty;
        while (await _pages.UsersAsync(after, PageSize) is { Count: > 0 } users)
        {
            await PageAsync(users, after, part);
            after = users[^1].Id;
        }
    }

    async Task TiedAsync(Action<IReadOnlyList<SyncUser>, IReadOnlyList<SyncAccount>> part)
    {
        foreach (var emails in (await SharedEmailsAsync()).Chunk(TiesAtOnce))
            await FollowAsync(SyncScope.Nobody with { Emails = emails.Where(e => !_emails.Contains(e)).ToHashSet(StringComparer.Ordinal) }, part);
        // Rule A8: accounts that are nobody's, or do not bear the e-mail of whose they are.
        foreach (var accounts in (await _pages.CrookedAccountsAsync()).Chunk(TiesAtOnce))
            await FollowAsync(SyncScope.Nobody with { Accounts = accounts.Where(a => !_accounts.Contains(a)).ToHashSet() }, part);
    }

    async Task FollowAsync(SyncScope scope, Action<IReadOnlyList<SyncUser>, IReadOnlyList<SyncAccount>> part)
    {
        if (scope.Emails.Count + scope.Accounts.Count == 0) return;
        var found = await others.FollowAsync(scope);
        _users.UnionWith(found.Users.Select(u => u.Id));
        _accounts.UnionWith(found.Accounts.Select(a => a.Id));
        _emails.UnionWith(found.Users.Select(u => u.EmailKey).OfType<string>());
        part(found.Users, [.. found.Accounts]);
    }

    // Rule A3: users who claim the same e-mail.
    Task<List<string>> SharedEmailsAsync() =>
        db.Users.Where(u => u.DirectoryKey == directory && u.LoginEmailKey != null)
            .GroupBy(u => u.LoginEmailKey!).Where(g => g.Count() > 1).Select(g => g.Key).ToListAsync(ct);

    async Task PageAsync(List<UserFacts> users, Guid after, Action<IReadOnlyList<SyncUser>, IReadOnlyList<SyncAccount>> part)
    {
        var until = users[^1].Id;
        var memberships = users.ToDictionary(u => u.Id, _ => new List<(int Rank, SyncGroup Group)>());
        var (last, its) = (Guid.Empty, (List<(int, SyncGroup)>?)null);
        await _pages.MembershipsAsync(after, until, (member, group) =>
        {
            // One member's come one after the other.
            if (member != last) (last, its) = (member, memberships.GetValueOrDefault(member));
            if (its is not null && _ranked.TryGetValue(group, out var known)) its.Add(known);
        });
        var accounts = await _pages.AccountsAsync(after, until);
        var roles = accounts.ToDictionary(a => a.Id, _ => new List<PlannedRole>());
        await _pages.RolesAsync(after, until, (account, role, given) => roles[account].Add(Role(role, given)));
        part(
            [.. users.Where(u => !_users.Contains(u.Id)).Select(u => new SyncUser(u.Id, u.UserName, u.Email, u.Active, u.CreatedAt, InOrder(memberships[u.Id])))],
            [.. accounts.Where(a => !_accounts.Contains(a.Id)).Select(a => new SyncAccount(a.Id, a.Email, a.Enabled, a.Source, a.UserId, roles[a.Id], a.Version))]);
    }

    static SyncGroup[] InOrder(List<(int Rank, SyncGroup Group)> groups)
    {
        groups.Sort((left, right) => left.Rank.CompareTo(right.Rank));
        return [.. groups.Select(g => g.Group)];
    }

    // A million accounts have a few hundred roles between them.
    PlannedRole Role(string role, string[] given)
    {
        var key = $"{role}\n{string.Join('\n', given)}";
        if (!_roles.TryGetValue(key, out var known)) _roles[key] = known = new(role, given);
        return known;
    }
}
