using Microsoft.Data.Sqlite;
using File = System.IO.File;
using IOException = System.IO.IOException;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>A copy of a SQLite file that is in use, and the way back from it.</summary>
public static class SqliteBackup
{
    const int SecondsToWaitForOthers = 2;

    /// <summary>Writes what is committed when this begins to a new file; readers and writers go on meanwhile. It is on the disk, and found whole, when this returns.</summary>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public static async Task WriteAsync(string from, string to, CancellationToken ct)
    {
        if (File.Exists(to)) throw new IOException($"{to} is there already; a backup overwrites nothing.");
        await using (var connection = await OpenAsync(from, SqliteOpenMode.ReadWrite, ct))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $to";
            command.Parameters.AddWithValue("$to", to);
            await command.ExecuteNonQueryAsync(ct);
        }
        Flush(to);
        await CheckAsync(to, ct);
    }

    /// <summary>Throws <see cref="System.IO.InvalidDataException"/> where SQLite finds anything wrong with the file.</summary>
    public static async Task CheckAsync(string file, CancellationToken ct)
    {
        if (!File.Exists(file)) throw new System.IO.FileNotFoundException($"There is no database at {file}.");
        await using var connection = await OpenAsync(file, SqliteOpenMode.ReadOnly, ct);
        try
        {
            if (await TextAsync(connection, "PRAGMA integrity_check(1)", ct) is not "ok" and var problem)
                throw new System.IO.InvalidDataException($"{file} is damaged: {problem}");
        }
        catch (SqliteException e)
        {
            throw new System.IO.InvalidDataException($"{file} is damaged, or no database: {e.Message}", e);
        }
    }

    /// <summary>
    /// Puts a copy in the place of a database that nobody uses. What was there is kept beside it, under a name with this suffix; returns that name, or null
    /// where there was nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The database is in use, or the copy is of a newer version of the server.</exception>
    public static async Task<string?> RestoreAsync(string from, string to, string suffix, CancellationToken ct)
    {
        await CheckAsync(from, ct);
        await RefuseNewerAsync(from, ct);
        var arriving = to + ".arriving";
        if (System.IO.Path.GetDirectoryName(to) is { Length: > 0 } folder) System.IO.Directory.CreateDirectory(folder);
        File.Copy(from, arriving, overwrite: true);
        Flush(arriving);
        var kept = File.Exists(to) ? await SetAsideAsync(to, to + suffix, ct) : null;
        // A log that was left behind is of another database.
        foreach (var log in new[] { "-wal", "-shm" }) File.Delete(to + log);
        File.Move(arriving, to);
        return kept;
    }

    static async Task RefuseNewerAsync(string file, CancellationToken ct)
    {
        await using var connection = await OpenAsync(file, SqliteOpenMode.ReadOnly, ct);
        string? newest;
        try
        {
            newest = await TextAsync(connection, """SELECT max("MigrationId") FROM "__EFMigrationsHistory" """, ct);
        }
        catch (SqliteException e)
        {
            throw new InvalidOperationException($"{file} is no database of this server: {e.Message}", e);
        }
        if (string.CompareOrdinal(newest, SqliteDb.NewestMigration) > 0)
            throw new InvalidOperationException($"{file} was written by a newer version of the server (its schema is {newest}, ours {SqliteDb.NewestMigration}).");
    }

    // The write-ahead log goes into the file first, so that the file alone is all of it.
    static async Task<string> SetAsideAsync(string file, string aside, CancellationToken ct)
    {
        await using var connection = await OpenAsync(file, SqliteOpenMode.ReadWrite, ct);
        // How long SqliteConnection asks again whoever holds the file, whatever SQLite's own busy_timeout is; half a minute by default.
        connection.DefaultTimeout = SecondsToWaitForOthers;
        try
        {
            await TextAsync(connection, "PRAGMA locking_mode = EXCLUSIVE", ct);
            await TextAsync(connection, "BEGIN EXCLUSIVE", ct);
            await TextAsync(connection, "COMMIT", ct);
            await TextAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)", ct);
        }
        catch (SqliteException e) when (Rows.IsBusy(e))
        {
            throw new InvalidOperationException($"{file} is in use: stop the server first.", e);
        }
        File.Move(file, aside);
        return aside;
    }

    static async Task<string?> TextAsync(SqliteConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Ours, every one.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (await command.ExecuteScalarAsync(ct))?.ToString();
    }

    // Not from a pool: what was opened here is closed when we are done with the file.
    static async Task<SqliteConnection> OpenAsync(string file, SqliteOpenMode mode, CancellationToken ct)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        return connection;
    }

    static void Flush(string file)
    {
        using var written = new System.IO.FileStream(file, System.IO.FileMode.Open, System.IO.FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }
}
