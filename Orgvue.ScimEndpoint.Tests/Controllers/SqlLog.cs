using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>What one SQLite database is asked for, by EF Core and without it, and how many rows are read. Must listen before the host starts.</summary>
sealed class SqlLog : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    readonly ConcurrentQueue<Query> _queries = [];
    readonly ConcurrentBag<IDisposable> _subscriptions = [];
    string? _file;

    public sealed record Query(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters, int Rows);

    public SqlLog() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>The queries that the work makes of the host's database.</summary>
    public async Task<IReadOnlyList<Query>> OfAsync(Host host, Func<Task> work)
    {
        _file = new SqliteConnectionStringBuilder(host.ConnectionString).DataSource;
        _queries.Clear();
        await work();
        return [.. _queries];
    }

    /// <summary>How SQLite carries a query out: a line a table.</summary>
    public static async Task<IReadOnlyList<string>> PlanAsync(Host host, Query query)
    {
        await using var connection = new SqliteConnection(host.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is EF Core's own.
        command.CommandText = "EXPLAIN QUERY PLAN " + query.Sql;
#pragma warning restore CA2100
        foreach (var (name, value) in query.Parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        await using var rows = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await rows.ReadAsync()) plan.Add(rows.GetString(3));
        return plan;
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name is DbLoggerCategory.Name or StatementRun.Listener) _subscriptions.Add(value.Subscribe(this));
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is DataReaderDisposingEventData { Command: var command, ReadCount: var rows })
            Note(new(command.Connection?.DataSource ?? "", command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))], rows));
        else if (value.Value is StatementRun run && run.Sql.StartsWith("SELECT", StringComparison.Ordinal)) Note(run);
    }

    void Note(StatementRun run)
    {
        if (run.Database == _file) _queries.Enqueue(new(run.Sql, run.Values, run.Rows));
    }

    void IObserver<DiagnosticListener>.OnCompleted() { }
    void IObserver<DiagnosticListener>.OnError(Exception error) { }
    void IObserver<KeyValuePair<string, object?>>.OnCompleted() { }
    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error) { }
}
