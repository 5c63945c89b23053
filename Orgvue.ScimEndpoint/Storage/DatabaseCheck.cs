using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// Looks whether a SQLite file is whole, when the server has begun to serve: at once it need not be known, and of a large file it takes minutes. What the process before had committed but not put
/// into the file, SQLite takes from the log by itself when the file is opened.
/// </summary>
public sealed partial class DatabaseCheck(string file, CheckOnStart when, bool wasLeftOpen, ILogger<DatabaseCheck> log) : BackgroundService
{
    /// <summary>What is wrong with the file; null while nothing is known to be.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether the process before left a log behind, as it does when it crashes. To be asked before the file is opened.</summary>
    public static bool IsLeftOpen(string file) => new System.IO.FileInfo(file + "-wal") is { Exists: true, Length: > 0 };

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        when == CheckOnStart.Always || when == CheckOnStart.AfterCrash && wasLeftOpen
            ? Task.Run(() => Check(stoppingToken), stoppingToken)
            : Task.CompletedTask;

    void Check(CancellationToken ct)
    {
        if (wasLeftOpen) LeftOpen(log, file);
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            // A server that stops does not wait for it.
            using var stop = ct.Register(() => raw.sqlite3_interrupt(connection.Handle));
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            Problem = command.ExecuteScalar() is "ok" ? null : "SQLite finds the file damaged.";
        }
        catch (SqliteException) when (ct.IsCancellationRequested)
        {
            return;
        }
        catch (SqliteException e)
        {
            Problem = e.Message;
        }
        if (Problem is null) Whole(log, file);
        else Damaged(log, file, Problem);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The process before left a log beside {File}. What it had committed is there; the file is being checked meanwhile")]
    static partial void LeftOpen(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} was checked and is whole")]
    static partial void Whole(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{File} is damaged: {Problem} Stop the server and put a backup in its place (restore); what still answers may be wrong")]
    static partial void Damaged(ILogger logger, string file, string problem);
}

/// <summary>When a SQLite file is checked.</summary>
public enum CheckOnStart
{
    /// <summary>When the process before left a log behind, as it does when it crashes; a stop in order leaves none.</summary>
    AfterCrash,

    /// <summary>At each start.</summary>
    Always,

    Never,
}
