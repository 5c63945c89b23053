namespace Orgvue.ScimEndpoint.Sync;

/// <summary>Rule A8: a user's account is the one linked to it, else the one with its e-mail that no other member has.</summary>
sealed class Accounts
{
    readonly Dictionary<Guid, SyncAccount> _byUser = [];
    readonly Dictionary<string, SyncAccount> _byEmail;
    readonly Dictionary<Guid, SyncAccount> _claims = [];
    readonly HashSet<Guid> _claimed = [];
    readonly IReadOnlyList<SyncAccount> _all;

    public Accounts(
        IReadOnlyList<SyncAccount> accounts, IReadOnlyList<SyncUser> members, IReadOnlyDictionary<Guid, Standing> standings,
        IReadOnlySet<string> spared)
    {
        _all = [.. accounts.OrderBy(a => a.Id)];
        _byEmail = _all.ToDictionary(a => a.EmailKey, StringComparer.Ordinal);
        foreach (var account in _all)
            if (account.UserId is { } user)
                _byUser.TryAdd(user, account);
        foreach (var user in members)
            if ((_byUser.GetValueOrDefault(user.Id) ?? Adoptable(user, standings)) is { } account) Claim(user, account);
        if (spared.Count > 0) KeepSpared(members, spared);
    }

    /// <summary>The account of a member, if there is one.</summary>
    public SyncAccount? Of(SyncUser member) => _claims.GetValueOrDefault(member.Id);

    /// <summary>Whether the account's user has another one, which comes first.</summary>
    public bool IsSpare(SyncAccount account) =>
        account.UserId is { } user && (_claims.ContainsKey(user) || _byUser[user].Id != account.Id);

    /// <summary>The accounts that are no member's.</summary>
    public IEnumerable<SyncAccount> Unclaimed => _all.Where(a => !_claimed.Contains(a.Id));

    // A protected account does not go to make room for its own e-mail: the member who gets the e-mail gets the account. Ends, because a
    // member who was given the account with its e-mail keeps it.
    void KeepSpared(IReadOnlyList<SyncUser> members, IReadOnlySet<string> spared)
    {
        var byEmail = members.Where(u => spared.Contains(u.EmailKey!)).ToDictionary(u => u.EmailKey!, StringComparer.Ordinal);
        while (byEmail.Values.FirstOrDefault(u => _byEmail.TryGetValue(u.EmailKey!, out var a) && !_claimed.Contains(a.Id)) is { } user)
        {
            if (_claims.TryGetValue(user.Id, out var other)) _claimed.Remove(other.Id);
            Claim(user, _byEmail[user.EmailKey!]);
        }
    }

    void Claim(SyncUser user, SyncAccount account)
    {
        _claims[user.Id] = account;
        _claimed.Add(account.Id);
    }

    // An account with the e-mail may be linked to somebody else: to a member, it is theirs; to anybody else, it is free.
    SyncAccount? Adoptable(SyncUser user, IReadOnlyDictionary<Guid, Standing> standings) =>
        _byEmail.TryGetValue(user.EmailKey!, out var account)
        && !(account.UserId is { } owner && standings.GetValueOrDefault(owner) is Standing.Member && _byUser[owner].Id == account.Id)
            ? account
            : null;
}
