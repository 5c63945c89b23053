using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>Edits as the SCIM side and the Orgvue side write them: rows, and what the change log must know of them.</summary>
sealed partial class SyncWorld
{
    public async Task<Guid> UserAsync(string name, string? email, params Guid[] groups)
    {
        var id = NewId.At(Clock);
        await WriteAsync(db =>
        {
            var now = Clock.GetUtcNow();
            db.Add(new DirectoryUser
            {
                DirectoryKey = Directory, Id = id, UserName = name, UserNameKey = Fold.Key(name), Document = "{}", CreatedAt = now,
                UpdatedAt = now, LoginEmail = email, LoginEmailKey = email is null ? null : Fold.Key(email),
            });
            Log.User(db, Directory, ChangeKind.UserCreated, id);
        });
        foreach (var group in groups) await AddAsync(group, id);
        return id;
    }

    /// <summary>A user with <c>name@acme.example</c> in new or known groups of these roles.</summary>
    public async Task<Guid> MemberAsync(string name, params string[] roles)
    {
        var user = await UserAsync(name, $"{name}@acme.example");
        foreach (var role in roles)
        {
            var key = Fold.Key(Prefix + role);
            var known = await RowsAsync(db => db.Groups.Where(g => g.DisplayNameKey == key).Select(g => g.Id));
            await AddAsync(known.Count > 0 ? known[0] : await GroupAsync(Prefix + role), user);
        }
        return user;
    }

    public Task ChangeUserAsync(Guid id, Action<DirectoryUser> change) => WriteAsync(async db =>
    {
        var user = await db.Users.SingleAsync(u => u.Id == id);
        var before = user.LoginEmailKey;
        change(user);
        (user.UserNameKey, user.LoginEmailKey) = (Fold.Key(user.UserName), user.LoginEmail is null ? null : Fold.Key(user.LoginEmail));
        user.Version++;
        Log.User(db, Directory, ChangeKind.UserChanged, id, before == user.LoginEmailKey ? null : before);
    });

    public Task EmailAsync(Guid id, string? email) => ChangeUserAsync(id, u => u.LoginEmail = email);

    public Task ActiveAsync(Guid id, bool active) => ChangeUserAsync(id, u => u.Active = active);

    public Task DeleteUserAsync(Guid id) => WriteAsync(async db =>
    {
        var user = await db.Users.SingleAsync(u => u.Id == id);
        db.RemoveRange(await db.Members.Where(m => m.MemberId == id).ToListAsync());
        db.Remove(user);
        Log.User(db, Directory, ChangeKind.UserDeleted, id, user.LoginEmailKey);
    });

    public async Task<Guid> GroupAsync(string name, params Guid[] users)
    {
        var id = NewId.At(Clock);
        await WriteAsync(db =>
        {
            db.Add(new DirectoryGroup
            {
                DirectoryKey = Directory, Id = id, DisplayName = name, DisplayNameKey = Fold.Key(name), Document = "{}",
            });
            Log.Group(db, Directory, ChangeKind.GroupCreated, id);
            Add(db, id, users);
        });
        return id;
    }

    public Task RenameAsync(Guid id, string name) => WriteAsync(async db =>
    {
        var group = await db.Groups.SingleAsync(g => g.Id == id);
        (group.DisplayName, group.DisplayNameKey) = (name, Fold.Key(name));
        Log.Group(db, Directory, ChangeKind.GroupRenamed, id);
    });

    public Task DeleteGroupAsync(Guid id) => WriteAsync(async db =>
    {
        var members = await db.Members.Where(m => m.GroupId == id).ToListAsync();
        db.RemoveRange(members);
        db.Remove(await db.Groups.SingleAsync(g => g.Id == id));
        Log.Members(db, Directory, ChangeKind.MemberRemoved, id, [.. members.Where(m => m.Kind == MemberKind.User).Select(m => m.MemberId)]);
        Log.Group(db, Directory, ChangeKind.GroupDeleted, id);
    });

    public Task AddAsync(Guid group, params Guid[] users) => WriteAsync(db => Add(db, group, users));

    public Task RemoveAsync(Guid group, Guid user) => WriteAsync(async db =>
    {
        db.RemoveRange(await db.Members.Where(m => m.GroupId == group && m.MemberId == user).ToListAsync());
        Log.Members(db, Directory, ChangeKind.MemberRemoved, group, [user]);
    });

    public Task ConfigureAsync(int tenant, Action<IamSyncConfiguration> change) => WriteAsync(async db =>
    {
        change(await db.Configurations.SingleAsync(c => c.TenantKey == tenant));
        Log.Configuration(db, Directory, tenant);
    });

    public Task AddAccountAsync(string email, int tenant = Acme, params string[] roles) => WriteAsync(db =>
    {
        var id = NewId.At(Clock);
        db.Add(new Account
        {
            TenantKey = tenant, Id = id, Email = email, EmailKey = Fold.Key(email), Source = AccountSource.Manual, TokenAccess = true,
            Roles = [.. roles.Select(r => ByHand(tenant, id, r))],
        });
        Log.AccountEdited(db, Directory, tenant, id, null, Fold.Key(email));
    });

    public Task EditAccountAsync(string email, Action<Account> edit, int tenant = Acme) => WriteAsync(async db =>
    {
        var key = Fold.Key(email);
        var account = await db.Accounts.Include(a => a.Roles).SingleAsync(a => a.TenantKey == tenant && a.EmailKey == key);
        edit(account);
        account.EmailKey = Fold.Key(account.Email);
        account.Version++;
        Log.AccountEdited(db, Directory, tenant, account.Id, account.DirectoryUserId, key);
        if (account.EmailKey != key) Log.AccountEdited(db, Directory, tenant, account.Id, account.DirectoryUserId, account.EmailKey);
    });

    public Task RemoveAccountAsync(string email, int tenant = Acme) => WriteAsync(async db =>
    {
        var key = Fold.Key(email);
        var account = await db.Accounts.Include(a => a.Roles).SingleAsync(a => a.TenantKey == tenant && a.EmailKey == key);
        db.Remove(account);
        Log.AccountEdited(db, Directory, tenant, account.Id, account.DirectoryUserId, key);
    });

    public static RoleAssignment ByHand(int tenant, Guid account, string role) => new()
    {
        TenantKey = tenant, AccountId = account, Role = role,
        RoleKey = Orgvue.ScimEndpoint.Roles.PlatformRole.Canonical(role) ?? Fold.Key(role),
    };

    void Add(ScimDb db, Guid group, Guid[] users)
    {
        db.AddRange(users.Select(u => new GroupMember { DirectoryKey = Directory, GroupId = group, MemberId = u }));
        Log.Members(db, Directory, ChangeKind.MemberAdded, group, users);
    }
}
