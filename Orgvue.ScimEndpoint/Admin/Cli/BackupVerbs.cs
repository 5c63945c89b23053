using System.CommandLine;
using System.Globalization;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;
using Path = System.IO.Path;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>backup</c> and <c>restore</c>: a SQLite database with the keys that open its secrets, as a folder.</summary>
static class BackupVerbs
{
    const string Database = "orgvue-scim.db";
    const string Keys = "keys";

    public static Command Backup(Terminal terminal)
    {
        var folder = Folder("A folder that is not there yet, or is empty.");
        var backup = new Command("backup", "Copy the database and the keys of its secrets while the server runs (SQLite).") { folder };
        backup.SetAction(terminal.DoesAlone(async (place, parsed, ct) =>
        {
            var (file, to) = (FileOf(place), Path.GetFullPath(parsed.GetValue(folder)!));
            if (System.IO.Directory.Exists(to) && System.IO.Directory.EnumerateFileSystemEntries(to).Any())
                throw new InvalidOperationException($"{to} is not empty; a backup overwrites nothing.");
            if (!System.IO.File.Exists(file)) throw new InvalidOperationException($"There is no database at {file}.");
            System.IO.Directory.CreateDirectory(to);
            await SqliteBackup.WriteAsync(file, Path.Combine(to, Database), ct);
            var keys = Copy(place.Keys, Path.Combine(to, Keys));
            var bytes = new System.IO.FileInfo(Path.Combine(to, Database)).Length;
            return new(new { folder = to, bytes, keys },
                [$"Written and found whole: {Path.Combine(to, Database)} ({bytes:N0} bytes), and {keys} keys.", "Keep the folder as you keep secrets: the keys open what the database holds encrypted."]);
        }));
        return backup;
    }

    public static Command Restore(Terminal terminal)
    {
        var folder = Folder("A folder that 'backup' wrote.");
        var restore = new Command("restore", "Put a backup in the place of the database, while the server is stopped (SQLite). What was there is kept.") { folder };
        restore.SetAction(terminal.DoesAlone(async (place, parsed, ct) =>
        {
            var (file, from) = (FileOf(place), Path.GetFullPath(parsed.GetValue(folder)!));
            var kept = await SqliteBackup.RestoreAsync(
                Path.Combine(from, Database), file, TimeProvider.System.GetUtcNow().ToString("'.before-'yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture), ct);
            var keys = place.Keys is null ? 0 : Copy(Path.Combine(from, Keys), place.Keys);
            return new(new { database = file, kept, keys },
                [$"Restored: {file}, and {keys} keys.", .. kept is null ? Array.Empty<string>() : [$"What was there is now {kept}"], "Start the server: it brings the schema up to date."]);
        }));
        return restore;
    }

    static Argument<string> Folder(string description) => new("folder") { Description = description };

    static string FileOf(Place place) => place.Database
        ?? throw new InvalidOperationException("Only a SQLite file is copied here: for PostgreSQL use pg_dump and pg_restore, which also work while the server runs.");

    // Keys that are there already are the same, or needed as well.
    static int Copy(string? from, string to)
    {
        if (from is null || !System.IO.Directory.Exists(from)) return 0;
        System.IO.Directory.CreateDirectory(to);
        var keys = System.IO.Directory.GetFiles(from, "*.xml");
        foreach (var key in keys) System.IO.File.Copy(key, Path.Combine(to, Path.GetFileName(key)), overwrite: true);
        return keys.Length;
    }
}

/// <summary>Where things are.</summary>
/// <param name="Database">The SQLite file; null for another storage.</param>
/// <param name="Keys">The folder of the keys that encrypt secrets; null where they are in the database, or nowhere.</param>
sealed record Place(string? Database, string? Keys)
{
    public static Place Of(IConfiguration configuration, string contentRoot) => new(
        StorageSetup.FileOf(configuration.GetSection("Storage").Get<StorageOptions>() ?? new(), contentRoot),
        NotificationsSetup.KeysFolder(configuration, contentRoot));
}
