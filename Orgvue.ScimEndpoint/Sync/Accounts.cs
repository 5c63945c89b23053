namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Rule A8: a user's account is the one linked to it, else the one with its e-mail that no other member has.</summary>
sealed class Accounts
{
    readonly Dictionary<Guid, SyncAccount> _byUser = [];
    readonly Dictionary<string, SyncAccount> _byEmail;
    readonly HashSet<Guid> _claimed = [];
    readonly IReadOnlyList<SyncAccount> _all;

    public Accounts(IReadOnlyList<SyncAccount> accounts)
    {
        _all = [.. accounts.OrderBy(a => a.Id)];
        _byEmail = _all.ToDictionary(a => a.EmailKey, StringComparer.Ordinal);
        foreach (var account in _all)
            if (account.UserId is { } user)
                _byUser.TryAdd(user, account);
    }

    /// <summary>Whether the account's user has another one, which comes first.</summary>
    public bool IsSpare(SyncAccount account) => account.UserId is { } user && _byUser[user].Id != account.Id;

    public IEnumerable<SyncAccount> Unclaimed => _all.Where(a => !_claimed.Contains(a.Id));

    public SyncAccount? Claim(SyncUser user, IReadOnlyDictionary<Guid, Standing> standings)
    {
        var account = _byUser.GetValueOrDefault(user.Id) ?? Adoptable(user, standings);
        if (account is not null) _claimed.Add(account.Id);
        return account;
    }

    // An account with the e-mail may be linked to somebody else: to a member, it is theirs; to anybody else, it is free.
    SyncAccount? Adoptable(SyncUser user, IReadOnlyDictionary<Guid, Standing> standings) =>
        _byEmail.TryGetValue(user.EmailKey!, out var account)
        && !(account.UserId is { } owner && standings.GetValueOrDefault(owner) is Standing.Member && _byUser[owner].Id == account.Id)
            ? account
            : null;
}
