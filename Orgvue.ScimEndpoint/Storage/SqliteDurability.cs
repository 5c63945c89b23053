using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Every connection flushes its commits to the disk: in WAL mode SQLite's own default may be weaker, and it is kept per connection.</summary>
sealed class SqliteDurability : DbConnectionInterceptor
{
    internal const string WriteAheadLog = "PRAGMA journal_mode = WAL;";

    const string Pragmas = "PRAGMA synchronous = FULL;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await ApplyAsync(connection, cancellationToken);
    }

    internal static async Task ApplyAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(ct);
    }
}
