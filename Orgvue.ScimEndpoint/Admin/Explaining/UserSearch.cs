using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Admin.Explaining;

/// <summary>The one user of a directory whom an administrator means by an id, a userName, an externalId or an e-mail.</summary>
sealed class UserSearch(ScimDb db, int directory, string asked, CancellationToken ct)
{
    public const int Longest = 1024;
    const int Shown = 10;
    readonly string _key = Fold.Key(asked);

    /// <summary>The text as it is searched for; refused when there is nothing to search for.</summary>
    public static string Checked(string? user)
    {
        var checks = new Checks();
        var text = checks.Text("user", user, Longest);
        checks.Refuse();
        return text;
    }

    /// <summary>The user, and others who could have been meant. An id or a userName is one user's alone; of several with an e-mail none is picked.</summary>
    public async Task<(DirectoryUser User, FoundBy By, IReadOnlyList<FoundUser> Also)> FindAsync()
    {
        var found = new List<(DirectoryUser User, FoundBy By)>();
        if (Guid.TryParse(asked, out var id)) await AddAsync(FoundBy.Id, Users.Where(u => u.Id == id));
        await AddAsync(FoundBy.UserName, Users.Where(u => u.UserNameKey == _key));
        await AddAsync(FoundBy.ExternalId, Users.Where(u => u.ExternalId == asked));
        await AddAsync(FoundBy.LoginEmail, Users.Where(u => u.LoginEmailKey == _key));
        await AddAsync(FoundBy.OtherEmail, Users.Where(u => u.Emails.Any(e => e.ValueKey == _key)));
        if (found.Count == 0) throw await NobodyAsync();
        if (found.Count > 1 && found[0].By is not (FoundBy.Id or FoundBy.UserName)) throw Several(found);
        return (found[0].User, found[0].By, [.. found.Skip(1).Take(Shown).Select(f => new FoundUser(f.User.Id.ToString(), f.User.UserName, f.By))]);

        async Task AddAsync(FoundBy by, IQueryable<DirectoryUser> users)
        {
            foreach (var user in await users.OrderBy(u => u.Id).Take(Shown + 1).ToListAsync(ct))
                if (!found.Exists(f => f.User.Id == user.Id)) found.Add((user, by));
        }
    }

    IQueryable<DirectoryUser> Users => db.Users.AsNoTracking().Where(u => u.DirectoryKey == directory);

    static RefusalException Several(List<(DirectoryUser User, FoundBy By)> found) => new(StatusCodes.Status409Conflict, "AmbiguousUser",
        $"{(found.Count > Shown ? $"More than {Shown}" : found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))} users of this directory "
            + $"could be meant; ask again with one of their ids: {string.Join(", ", found.Take(Shown).Select(f => $"{f.User.Id} ({f.User.UserName})"))}.",
        [.. found.Take(Shown).Select(f => new FieldError("user", EnumNames.NameOf(f.By), $"{f.User.Id} is {f.User.UserName}, found by {Words(f.By)}."))]);

    async Task<RefusalException> NobodyAsync()
    {
        string?[] known = [await DeletedAsync(), await AccountAsync(), await SimilarAsync()];
        return new(StatusCodes.Status404NotFound, "UserNotFound",
            string.Join(' ', [$"No user of this directory is found by {Shortened}: tried as id, userName, externalId, login e-mail and any other e-mail.",
                .. known.OfType<string>()]),
            [.. Enum.GetValues<FoundBy>().Select(by => new FieldError("user", EnumNames.NameOf(by), by == FoundBy.Id && !Guid.TryParse(asked, out _)
                ? "It is no id: those are UUIDs."
                : $"Nobody has this as {Words(by)}."))]);
    }

    // Who is gone is asked for as often as who never came.
    async Task<string?> DeletedAsync()
    {
        var id = Guid.TryParse(asked, out var guid) ? guid.ToString() : null;
        var gone = await db.Audit.AsNoTracking()
            .Where(a => a.DirectoryKey == directory && a.Subject == AuditSubject.User && a.Action == AuditAction.Deleted)
            .Where(a => id == null ? a.Name == asked : a.SubjectId == id)
            .OrderByDescending(a => a.Id).FirstOrDefaultAsync(ct);
        return gone is null ? null : $"A user {gone.Name} ({gone.SubjectId}) was deleted at {UtcText(gone.At)} by {gone.Actor}"
            + (gone.Request is null ? "." : $" ({gone.Request} from {gone.Source ?? "nowhere"}).");
    }

    async Task<string?> AccountAsync()
    {
        var account = await db.Accounts.AsNoTracking().Where(a => a.EmailKey == _key)
            .Join(db.Configurations.Where(c => c.DirectoryKey == directory), a => a.TenantKey, c => c.TenantKey, (a, c) => new { a.Email, c.Tenant!.TenantId, a.Source })
            .OrderBy(a => a.TenantId).FirstOrDefaultAsync(ct);
        return account is null ? null : $"There is an account {account.Email} in {account.TenantId} without a user of this directory"
            + (account.Source == AccountSource.Manual ? "; it was added by hand, and the next run removes it unless it is protected." : "; the next run removes it unless it is protected.");
    }

    async Task<string?> SimilarAsync()
    {
        var names = await Users.Where(u => u.UserNameKey.StartsWith(_key)).OrderBy(u => u.UserNameKey).Select(u => u.UserName).Take(5).ToListAsync(ct);
        return names.Count == 0 ? null : $"userNames that begin with it: {string.Join(", ", names)}.";
    }

    // What was asked comes back shortened: an answer is no place for a megabyte.
    string Shortened => asked.Length <= 64 ? $"\"{asked}\"" : "that";

    static string UtcText(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    static string Words(FoundBy by) => by switch
    {
        FoundBy.Id => "id",
        FoundBy.UserName => "userName",
        FoundBy.ExternalId => "externalId",
        FoundBy.LoginEmail => "login e-mail",
        _ => "another e-mail",
    };
}
