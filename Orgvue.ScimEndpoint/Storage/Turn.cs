using Microsoft.EntityFrameworkCore;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// A node's turn to write a directory's users and groups, where the database lets several write. It is kept by the connection and begins
/// before the transaction: one that began earlier would not see what the turn before it wrote.
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
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Ours}, {directory})", ct);
        return new(db, directory);
    }

    public async ValueTask DisposeAsync()
    {
        // A connection that is broken has lost its locks.
        if (_db.Database.GetDbConnection().State == System.Data.ConnectionState.Open)
            await _db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Ours}, {_directory})", CancellationToken.None);
        await _db.Database.CloseConnectionAsync();
    }
}
