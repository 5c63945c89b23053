using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>
/// On SQLite the store writes rows by prepared statements of its own. The same history, written by the store into one file and by EF into
/// another, leaves the same rows in both.
/// </summary>
public sealed class Rows_written_without_EF(ITestOutputHelper output)
{
    const int Steps = 150;

    [Fact]
    public async Task Are_those_that_EF_writes()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}.");
        await using var ours = new Host(StorageProvider.Sqlite);
        await using var efs = new Host(StorageProvider.Sqlite);
        using var commands = new WritingCommands();
        Assert.NotNull(ours.Store);
        Assert.NotNull(efs.Store);
        var refused = 0;

        for (var step = 0; step < Steps; step++)
        {
            var history = new RandomRows(seed, step);
            var (left, right) = (await OursAsync(ours.Store, history), await EfsAsync(efs.Store, history));

            // Of several reasons to refuse a save, whichever is met first is told; for the store each of them is a race.
            Assert.True(left is null == right is null, $"Step {step}: ours {left ?? "wrote"}, EF {right ?? "wrote"}.");
            if (left is not null) refused++;
            ours.Clock.Advance(TimeSpan.FromMilliseconds(7));
            efs.Clock.Advance(TimeSpan.FromMilliseconds(7));
        }

        var (mine, theirs) = (Dump(ours.ConnectionString), Dump(efs.ConnectionString));
        Assert.Equal(theirs, mine);
        // The histories met what they should have met, and into one of the files EF wrote no more than what is left to it.
        Assert.True(mine.Count > Steps, $"{mine.Count} rows.");
        Assert.InRange(refused, 1, Steps / 2);
        Assert.InRange(commands.Of(ours.ConnectionString).Count(), 1, commands.Of(efs.ConnectionString).Count() / 3);
    }

    static async Task<string?> OursAsync(Store store, RandomRows history)
    {
        try
        {
            await store.WriteAsync(history.ApplyAsync, CancellationToken.None);
            return null;
        }
        catch (DbUpdateException e)
        {
            return Kind(e);
        }
    }

    static async Task<string?> EfsAsync(Store store, RandomRows history)
    {
        await using var db = store.Open();
        await using var transaction = await db.BeginWriteAsync(guarded: false, CancellationToken.None);
        try
        {
            await history.ApplyAsync(db);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return null;
        }
        catch (DbUpdateException e)
        {
            return Kind(e);
        }
    }

    static string Kind(DbUpdateException e)
    {
        Assert.True(Rows.IsRace(e));
        return e is DbUpdateConcurrencyException ? "met another change" : $"was refused with {((SqliteException)e.InnerException!).SqliteExtendedErrorCode}";
    }

    /// <summary>
    /// All rows of all tables; of an audit entry not its id, which is drawn, and of a directory's size not how often its users and groups moved:
    /// of two users in one save the one with the lower id moves the other only where it is written second, and EF has an order of its own.
    /// </summary>
    static List<string> Dump(string file)
    {
        using var connection = new SqliteConnection(file);
        connection.Open();
        var tables = Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name");
        return [.. tables.Select(t => t[1..]).SelectMany(table => Read(connection, $"SELECT * FROM \"{table}\"", Untold(table)).Select(row => $"{table}: {row}"))
            .Order(StringComparer.Ordinal)];
    }

    static string[] Untold(string table) => table switch { "Audit" => ["Id"], "Sizes" => ["UsersMoved", "GroupsMoved"], _ => [] };

    static List<string> Read(SqliteConnection connection, string sql, params string[] without)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Where(i => !without.Contains(reader.GetName(i)))
                .Select(i => reader.GetValue(i) switch
                {
                    byte[] bytes => "x" + Convert.ToHexString(bytes),
                    var value => $"{value.GetType().Name[0]}{Convert.ToString(value, CultureInfo.InvariantCulture)}",
                })));
        return rows;
    }

    /// <summary>What EF was asked to write, by file.</summary>
    sealed class WritingCommands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        readonly ConcurrentQueue<(string File, string Text)> _seen = new();
        readonly List<IDisposable> _subscriptions = [];

        public WritingCommands() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        public IEnumerable<string> Of(string connectionString)
        {
            var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
            return _seen.Where(c => c.File == file).Select(c => c.Text);
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name) _subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuting.Name));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is not CommandEventData { CommandSource: CommandSource.SaveChanges } data) return;
            _seen.Enqueue((data.Command.Connection!.DataSource, data.Command.CommandText));
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
    }
}
