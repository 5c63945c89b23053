namespace Orgvue.ScimEndpoint.Sync;

/// <summary>A directory user without its groups.</summary>
public sealed record SyncUserRow(Guid Id, string UserName, string? Email, string? EmailKey, bool Active, DateTimeOffset CreatedAt);

/// <summary>Where the users of a directory and the accounts of a tenant are looked up.</summary>
public sealed record SyncRows(
    Func<IReadOnlyCollection<Guid>, Task<List<SyncUserRow>>> UsersById,
    Func<IReadOnlyCollection<string>, Task<List<SyncUserRow>>> UsersByEmail,
    Func<IReadOnlyCollection<Guid>, Task<List<SyncAccount>>> AccountsOfUsers,
    Func<IReadOnlyCollection<string>, Task<List<SyncAccount>>> AccountsByEmail,
    Func<IReadOnlyCollection<Guid>, Task<List<SyncAccount>>> AccountsById);

/// <summary>The users and accounts that the changes of a run can concern (rule B4).</summary>
/// <param name="Examined">Ids of the users looked at, those that are gone included.</param>
public sealed record Touched(IReadOnlyCollection<SyncUserRow> Users, IReadOnlyCollection<SyncAccount> Accounts, IReadOnlySet<Guid> Examined)
{
    /// <summary>
    /// Whoever shares an e-mail or an account with a touched user may gain or lose by the change (rules A3, A8): follows both until nobody is new.
    /// </summary>
    public static async Task<Touched> FollowAsync(SyncScope scope, IEnumerable<Guid> members, SyncRows rows)
    {
        var users = new Dictionary<Guid, SyncUserRow>();
        var accounts = new Dictionary<Guid, SyncAccount>();
        var examined = scope.Users.Concat(members).ToHashSet();
        var emails = scope.Emails.ToHashSet(StringComparer.Ordinal);
        HashSet<Guid> newUsers = [.. examined], newAccounts = [.. scope.Accounts];
        HashSet<string> newEmails = [.. emails];

        while (newUsers.Count + newAccounts.Count + newEmails.Count > 0)
        {
            List<SyncUserRow> foundUsers = [.. await rows.UsersById(newUsers), .. await rows.UsersByEmail(newEmails)];
            List<SyncAccount> foundAccounts =
                [.. await rows.AccountsOfUsers(newUsers), .. await rows.AccountsByEmail(newEmails), .. await rows.AccountsById(newAccounts)];
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
                if (account.UserId is { } owner && examined.Add(owner)) newUsers.Add(owner);
            }
        }
        return new(users.Values, accounts.Values, examined);
    }
}
