using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>The edits of <see cref="RandomEdits"/>, each with what the change log must know of it.</summary>
sealed partial class PaperWorld
{
    public void Edit(int kind, int a, int b)
    {
        var tenant = _tenants[a % 3 == 0 ? 1 : 0];
        var email = RandomEdits.Emails[b % RandomEdits.Emails.Length];
        var emailTaken = tenant.Accounts.Values.Any(x => x.EmailKey == Fold.Key(email));
        var user = _users.Count == 0 ? null : _users.Values.ElementAt(a % _users.Count);
        var group = _groups.Count == 0 ? default : _groups.Keys.ElementAt(b % _groups.Count);
        var free = RandomEdits.Names.Except(_groups.Values.Select(g => g.Name), StringComparer.OrdinalIgnoreCase).ToArray();
        var account = tenant.Accounts.Count == 0 ? null : tenant.Accounts.Values.ElementAt((kind < 92 ? b : a) % tenant.Accounts.Count);
        switch (kind)
        {
            case < 10: NewUser(b % 7 == 0 ? null : email); break;
            case < 20 when user is not null: Change(user with { Email = b % 9 == 0 ? null : email }); break;
            case < 24 when user is not null: Change(user with { Active = b % 2 == 0 }); break;
            case < 26 when user is not null: Change(user with { UserName = $"w{++_next}" }); break;
            case < 33 when user is not null: Delete(user); break;
            case < 39 when free.Length > 0: NewGroup(free[b % free.Length], _users.Keys.Where((_, n) => n % 2 == a % 2)); break;
            case < 45 when _groups.Count > 0 && free.Length > 0:
                _groups[group] = (free[a % free.Length], _groups[group].Members);
                Log(ChangeKind.GroupRenamed, group: group);
                break;
            case < 49 when _groups.Count > 0: DeleteGroup(group); break;
            case < 72 when user is not null && _groups.Count > 0: Toggle(group, user.Id); break;
            case < 79 when kind >= 72 && !emailTaken: AddByHand(tenant, email); break;
            case < 83 when kind >= 79 && account is not null:
                tenant.Accounts.Remove(account.Id);
                LogEdit(tenant, account, account.EmailKey);
                break;
            case < 87 when kind >= 83 && account is not null: EditByHand(tenant, account, account with { Enabled = !account.Enabled }); break;
            case < 92 when kind >= 87 && account is not null: EditByHand(tenant, account, account with { Roles = [new("hr", [])] }); break;
            case < 97 when kind >= 92 && account is not null && !emailTaken:
                EditByHand(tenant, account, new(account.Id, email, account.Enabled, account.Source, account.UserId, account.Roles, account.Version));
                break;
            case >= 97:
                RandomEdits.Configure(tenant.Configuration, kind, b);
                Configured();
                Log(ChangeKind.ConfigurationChanged, tenant: tenant.Key);
                break;
        }
    }

    Guid NewUser(string? email)
    {
        var id = NewId();
        _users[id] = new(id, $"v{_next}", email, email is null ? null : Fold.Key(email), true, Given.Start.AddSeconds(_next));
        Log(ChangeKind.UserCreated, id);
        return id;
    }

    void Change(SyncUserRow user)
    {
        var before = _users[user.Id].EmailKey;
        _users[user.Id] = user with { EmailKey = user.Email is null ? null : Fold.Key(user.Email) };
        Log(ChangeKind.UserChanged, user.Id, email: before == _users[user.Id].EmailKey ? null : before);
    }

    void Delete(SyncUserRow user)
    {
        foreach (var group in _groups.Values) group.Members.Remove(user.Id);
        _users.Remove(user.Id);
        Log(ChangeKind.UserDeleted, user.Id, email: user.EmailKey);
    }

    void NewGroup(string name, IEnumerable<Guid> members)
    {
        var id = NewId();
        _groups[id] = (name, [.. members]);
        Log(ChangeKind.GroupCreated, group: id);
        foreach (var member in _groups[id].Members) Log(ChangeKind.MemberAdded, member, id);
    }

    void DeleteGroup(Guid id)
    {
        foreach (var member in _groups[id].Members) Log(ChangeKind.MemberRemoved, member, id);
        _groups.Remove(id);
        Log(ChangeKind.GroupDeleted, group: id);
    }

    void Toggle(Guid group, Guid user)
    {
        var members = _groups[group].Members;
        if (members.Remove(user)) Log(ChangeKind.MemberRemoved, user, group);
        else
        {
            members.Add(user);
            Log(ChangeKind.MemberAdded, user, group);
        }
    }

    void AddByHand(PaperTenant tenant, string email)
    {
        var id = NewId();
        tenant.Accounts[id] = new(id, email, true, AccountSource.Manual, null, [new("byhand", []), new("user", [])], 1);
        LogEdit(tenant, tenant.Accounts[id], Fold.Key(email));
    }

    void EditByHand(PaperTenant tenant, SyncAccount before, SyncAccount after)
    {
        tenant.Accounts[before.Id] = after with { Version = before.Version + 1 };
        LogEdit(tenant, before, before.EmailKey);
        if (after.EmailKey != before.EmailKey) LogEdit(tenant, before, after.EmailKey);
    }

    void LogEdit(PaperTenant tenant, SyncAccount account, string email) => _changes.Add(new()
    {
        Kind = ChangeKind.AccountEdited, TenantKey = tenant.Key, AccountId = account.Id, UserId = account.UserId, EmailKey = email, OpensWindow = false,
    });

    void Log(ChangeKind kind, Guid? user = null, Guid? group = null, string? email = null, int? tenant = null) =>
        _changes.Add(new() { Kind = kind, UserId = user, GroupId = group, EmailKey = email, TenantKey = tenant });
}
