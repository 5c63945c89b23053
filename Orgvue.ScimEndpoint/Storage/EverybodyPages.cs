using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>What a run needs of a user.</summary>
public readonly record struct UserFacts(Guid Id, string UserName, string? Email, bool Active, DateTimeOffset CreatedAt);

/// <summary>What a run needs of an account.</summary>
public readonly record struct AccountFacts(Guid Id, string Email, bool Enabled, AccountSource Source, Guid UserId, int Version);

/// <summary>
/// All users of a directory in the order of their ids, page by page, with what is looked up by those ids. Hand-written: of ten million
/// memberships EF makes ten million objects, several for each, and of a user it would need its document. Read in one transaction.
/// </summary>
public sealed class EverybodyPages(ScimDb db, int directory, int tenant, CancellationToken ct)
{
    /// <summary>The next users after an id.</summary>
    public async Task<List<UserFacts>> UsersAsync(Guid after, int take)
    {
        var users = new List<UserFacts>(take);
        await EachAsync("""
            SELECT "Id", "UserName", "LoginEmail", "Active", "CreatedAt" FROM "Users"
            WHERE "DirectoryKey" = @of AND "Id" > @after ORDER BY "Id" LIMIT @take
            """, directory, after, null, take, r => users.Add(new(
                Id(r, 0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.IsDBNull(3) || r.GetBoolean(3),
                new(DateTime.SpecifyKind(r.GetDateTime(4), DateTimeKind.Utc)))));
        return users;
    }

    /// <summary>Members and their groups. A member that is a group is no user's id, so its kind need not be read and an index holds all that is.</summary>
    public Task MembershipsAsync(Guid after, Guid until, Action<Guid, Guid> each) => EachAsync("""
        SELECT "MemberId", "GroupId" FROM "Members" WHERE "DirectoryKey" = @of AND "MemberId" > @after AND "MemberId" <= @until
        """, directory, after, until, null, r => each(Id(r, 0), Id(r, 1)));

    /// <summary>The accounts that are linked to users.</summary>
    public async Task<List<AccountFacts>> AccountsAsync(Guid after, Guid until)
    {
        var accounts = new List<AccountFacts>();
        await EachAsync("""
            SELECT "Id", "Email", "Enabled", "Source", "DirectoryUserId", "Version" FROM "Accounts"
            WHERE "TenantKey" = @of AND "DirectoryUserId" > @after AND "DirectoryUserId" <= @until
            """, tenant, after, until, null, r => accounts.Add(new(
                Id(r, 0), r.GetString(1), r.GetBoolean(2), r.GetString(3) == nameof(AccountSource.Scim) ? AccountSource.Scim : AccountSource.Manual,
                Id(r, 4), r.GetInt32(5))));
        return accounts;
    }

    /// <summary>The roles of those accounts; the groups that gave one are told as the database keeps them, the same for the same.</summary>
    public Task RolesAsync(Guid after, Guid until, Action<Guid, string, string[]> each)
    {
        var groups = new Dictionary<string, string[]>(StringComparer.Ordinal);
        return EachAsync("""
            SELECT r."AccountId", r."Role", r."SourceGroups" FROM "Accounts" AS a
            JOIN "RoleAssignments" AS r ON r."TenantKey" = a."TenantKey" AND r."AccountId" = a."Id"
            WHERE a."TenantKey" = @of AND a."DirectoryUserId" > @after AND a."DirectoryUserId" <= @until
            """, tenant, after, until, null, r => each(Id(r, 0), r.GetString(1), r is SqliteDataReader ? Texts(r.GetString(2)) : r.GetFieldValue<string[]>(2)));

        string[] Texts(string json)
        {
            if (!groups.TryGetValue(json, out var known))
                groups[json] = known = System.Text.Json.JsonSerializer.Deserialize<string[]>(json, System.Text.Json.JsonSerializerOptions.Default)!;
            return known;
        }
    }

    /// <summary>
    /// Accounts that are nobody's, or do not bear the e-mail of whose they are. In the order of their users, so that SQLite finds each beside the
    /// one before: by e-mails, as it would look otherwise, a million of them are a million places.
    /// </summary>
    public async Task<List<Guid>> CrookedAccountsAsync()
    {
        var accounts = new List<Guid>();
        await EachAsync("""
            SELECT a."Id" FROM "Accounts" AS a WHERE a."TenantKey" = @tenant AND a."DirectoryUserId" >= @after AND NOT EXISTS (
                SELECT 1 FROM "Users" AS u WHERE u."DirectoryKey" = @of AND u."Id" = a."DirectoryUserId" AND u."LoginEmailKey" = a."EmailKey")
            UNION ALL SELECT a."Id" FROM "Accounts" AS a WHERE a."TenantKey" = @tenant AND a."DirectoryUserId" IS NULL
            """, directory, Guid.Empty, null, null, r => accounts.Add(Id(r, 0)));
        return accounts;
    }

    async Task EachAsync(string sql, int of, Guid after, Guid? until, int? take, Action<DbDataReader> each)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        Set("@of", of);
        Set("@after", Stored(after));
        if (sql.Contains("@tenant", StringComparison.Ordinal)) Set("@tenant", tenant);
        if (until is { } last) Set("@until", Stored(last));
        if (take is { } most) Set("@take", most);
        await using var reader = await command.ExecuteReaderAsync(ct);
        // A page is at hand or nearly so: waiting for each of its rows anew would cost more than the row.
        while (reader.Read()) each(reader);

        void Set(string name, object value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }

    object Stored(Guid id) => db.Database.IsSqlite() ? id.ToByteArray(bigEndian: true) : id;

    static Guid Id(DbDataReader row, int column) =>
        row is SqliteDataReader ? new(row.GetFieldValue<byte[]>(column), bigEndian: true) : row.GetGuid(column);
}
