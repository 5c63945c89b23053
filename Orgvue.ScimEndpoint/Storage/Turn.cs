using Microsoft.EntityFrameworkCore;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// A node's turn to write a directory's users and groups, where the database lets several write. It is kept by the connection and begins
/// before the transaction: one that began earlier would not see what the turn before it wrote. A node that falls silent with it loses it: within
/// the transaction as any silent node does (<see cref="PostgresSession"/>), before and after it because an idle session ends as long as it lasts.
/// </summary>
sealed class Turn : IAsyncDisposable
{
    // Of all advisory locks of a database, ours: "SCIM".
    const int Ours = 0x5343494D;

    readonly ScimDb _db;
    readonly int _directory;

    Turn(ScimDb db, int directory) => (_db, _directory) = (db, directory);

    /// <summary>Null where all writers take turns anyhow.</summary>
    public static async Task<Turn?> TakeAsync(ScimDb db, int directory, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql()) return null;
        await db.Database.OpenConnectionAsync(ct);
        // In one statement: it is carried out for a node that fell asleep while it waited, too.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_lock({Ours}, {directory}), set_config('idle_session_timeout', {PostgresSession.Text(PostgresSession.Patience)}, false)", ct);
        return new(db, directory);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Null: whatever the session began with. A connection that is broken has lost its locks.
            if (_db.Database.GetDbConnection().State == System.Data.ConnectionState.Open)
                await _db.Database.ExecuteSqlAsync(
                    $"SELECT set_config('idle_session_timeout', NULL, false), pg_advisory_unlock({Ours}, {_directory})", CancellationToken.None);
        }
        // What was written is committed, or was refused with a better reason; the turn ends with the connection.
        catch (Exception e) when (Rows.IsBusy(e)) { }
        await _db.Database.CloseConnectionAsync();
    }
}
