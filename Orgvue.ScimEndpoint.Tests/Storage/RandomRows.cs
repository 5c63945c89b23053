using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>One step of a random history: the same rows whenever it is applied, to whichever database.</summary>
sealed class RandomRows(int seed, int step)
{
    const int Directory = 7;
    const int Names = 40;
    static readonly DateTimeOffset Begin = new(2026, 11, 23, 10, 0, 0, 123, TimeSpan.FromHours(2));

    public async Task ApplyAsync(ScimDb db)
    {
        var random = new Random(unchecked(seed * 7919 + step));
        for (var changes = random.Next(1, 4); changes > 0; changes--) await OneAsync(db, random);
    }

    static async Task OneAsync(ScimDb db, Random random)
    {
        switch (random.Next(14))
        {
            case 0 or 1 or 2: db.Add(NewUser(random)); break;
            case 3 or 4: if (await AnyAsync(db.Users.Include(u => u.Emails).OrderBy(u => u.Id), random) is { } user) Edit(user, random); break;
            case 5: if (await AnyAsync(db.Users.Include(u => u.Emails).OrderBy(u => u.Id), random) is { } gone) db.Remove(gone); break;
            case 6: db.Add(NewGroup(random)); break;
            case 7: await MemberAsync(db, random); break;
            case 8: await StaleAsync(db, random); break;
            case 9: await AccountAsync(db, random); break;
            case 10: await RolesAsync(db, random); break;
            case 11: if (await AnyAsync(db.Accounts.Include(a => a.Roles).OrderBy(a => a.Id), random) is { } account) db.Remove(account); break;
            case 12: await TenantAsync(db, random); break;
            default: Log(db, random); break;
        }
    }

    static async Task<T?> AnyAsync<T>(IQueryable<T> rows, Random random) where T : class
    {
        var all = (await rows.ToListAsync()).Where(r => r is not null).ToList();
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }

    static DirectoryUser NewUser(Random random)
    {
        var user = new DirectoryUser { DirectoryKey = Directory, Id = Id(random), UserName = "", UserNameKey = "", Document = "{}", CreatedAt = At(random) };
        Edit(user, random);
        return user;
    }

    // Names are few, so that some are taken; e-mails come, go and change places.
    static void Edit(DirectoryUser user, Random random)
    {
        user.UserName = $"Üser {random.Next(Names)}";
        user.UserNameKey = Fold.Key(user.UserName);
        user.ExternalId = Maybe(random, () => Text(random));
        user.DisplayName = Maybe(random, () => Text(random));
        user.DisplayNameKey = user.DisplayName is null ? null : Fold.Key(user.DisplayName);
        user.Active = random.Next(3) switch { 0 => null, 1 => true, _ => false };
        user.Document = $$"""{"userName":"{{user.UserName}}","n":{{random.Next()}}}""";
        (user.UpdatedAt, user.Version) = (At(random), user.Version + 1);
        user.Emails.RemoveAll(_ => random.Next(3) == 0);
        foreach (var email in user.Emails.Where(_ => random.Next(3) == 0)) email.ValueKey = Text(random);
        for (var position = 0; position < 3; position++)
            if (random.Next(3) == 0 && !user.Emails.Exists(e => e.Position == position))
                user.Emails.Add(new() { DirectoryKey = Directory, UserId = user.Id, Position = position, ValueKey = Text(random) });
    }

    static DirectoryGroup NewGroup(Random random)
    {
        var name = $"Group {random.Next(Names)}";
        return new()
        {
            DirectoryKey = Directory, Id = Id(random), DisplayName = name, DisplayNameKey = Fold.Key(name), Document = "{}", CreatedAt = At(random),
            UpdatedAt = At(random),
        };
    }

    static async Task MemberAsync(ScimDb db, Random random)
    {
        if (await AnyAsync(db.Groups.OrderBy(g => g.Id), random) is not { } group || await AnyAsync(db.Users.OrderBy(u => u.Id), random) is not { } user) return;
        var member = await db.Members.FindAsync(Directory, group.Id, user.Id);
        if (member is null) db.Add(new GroupMember { DirectoryKey = Directory, GroupId = group.Id, MemberId = user.Id, Kind = MemberKind.User });
        else if (db.Entry(member).State == EntityState.Unchanged) db.Remove(member);
    }

    // A row of which somebody knows an old version; or none at all.
    static async Task StaleAsync(ScimDb db, Random random)
    {
        if (random.Next(4) != 0 || await AnyAsync(db.Groups.AsNoTracking().OrderBy(g => g.Id), random) is not { } group
            || db.ChangeTracker.Entries<DirectoryGroup>().Any(e => e.Entity.Id == group.Id)) return;
        group.Version--;
        db.Attach(group);
        if (random.Next(2) == 0) group.ExternalId = "stale" + Text(random);
        else db.Remove(group);
    }

    static async Task AccountAsync(ScimDb db, Random random)
    {
        var email = $"p{random.Next(Names)}@example.com";
        if (await AnyAsync(db.Accounts.Include(a => a.Roles).OrderBy(a => a.Id), random) is { } known && random.Next(2) == 0)
        {
            (known.Email, known.EmailKey, known.Enabled, known.LastSyncedAt) = (email, email, random.Next(2) == 0, Maybe<DateTimeOffset?>(random, () => At(random)));
            (known.HiddenFeatures, known.Version) = ([Text(random), "b"], known.Version + 1);
            return;
        }
        db.Add(new Account
        {
            TenantKey = 3, Id = Id(random), Email = email, EmailKey = email, Source = random.Next(2) == 0 ? AccountSource.Scim : AccountSource.Manual,
            DirectoryUserId = Maybe<Guid?>(random, () => Id(random)), ExpiryDate = Maybe<DateTimeOffset?>(random, () => At(random)),
            CreatedAt = At(random), UpdatedAt = At(random),
        });
    }

    static async Task RolesAsync(ScimDb db, Random random)
    {
        if (await AnyAsync(db.Accounts.Include(a => a.Roles).OrderBy(a => a.Id), random) is not { } account) return;
        var role = $"role {random.Next(4)}";
        if (account.Roles.Find(r => r.RoleKey == role) is not { } had)
            account.Roles.Add(new() { TenantKey = account.TenantKey, AccountId = account.Id, RoleKey = role, Role = role, SourceGroups = [Text(random)] });
        else if (random.Next(2) == 0) had.SourceGroups = [.. had.SourceGroups, Text(random)];
        else account.Roles.Remove(had);
    }

    static async Task TenantAsync(ScimDb db, Random random)
    {
        var id = $"T{random.Next(5)}";
        if (!await db.Tenants.AnyAsync(t => t.TenantId == id) && !db.ChangeTracker.Entries<Tenant>().Any()) db.Add(new Tenant { TenantId = id });
    }

    static void Log(ScimDb db, Random random)
    {
        for (var i = 0; i < 3; i++)
            db.Add(new Change
            {
                DirectoryKey = Directory, Kind = (ChangeKind)random.Next(4), OpensWindow = random.Next(2) == 0, UserId = Maybe<Guid?>(random, () => Id(random)),
                TenantKey = Maybe<int?>(random, () => random.Next(9)), At = At(random),
            });
        db.Add(new UniqueValue { DirectoryKey = Directory, Attribute = Text(random), ValueKey = Text(random), ResourceId = Id(random) });
    }

    static T? Maybe<T>(Random random, Func<T> value) => random.Next(3) == 0 ? default : value();

    static string Text(Random random) => "ä" + random.Next(1000).ToString(CultureInfo.InvariantCulture);

    static DateTimeOffset At(Random random) => Begin.AddTicks(random.NextInt64(TimeSpan.TicksPerDay));

    static Guid Id(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }
}
