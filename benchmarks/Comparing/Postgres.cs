using System.Diagnostics;
using Npgsql;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>A PostgreSQL to compare on: one that is named, or one that is started on the server's core with the scripts of the checks.</summary>
sealed class Postgres : IDisposable
{
    const string Database = "orgvue_benchmark";
    readonly string _address;
    readonly Process? _script;
    readonly int? _postmaster;

    Postgres(string address, Process? script, int? postmaster) => (_address, _script, _postmaster) = (address, script, postmaster);

    public static Postgres? Of(string? address, string root)
    {
        if (address is not null) return new(address, null, null);
        if (!Directory.Exists("/usr/lib/postgresql")) return null;
        // It lives until its input ends.
        const string script = """
            . .ci/server.sh; . .ci/postgres.sh
            start_postgres >&2 || exit 1
            trap stop_postgres EXIT
            echo "$POSTGRES"; head -n 1 "$PG_DATA/data/postmaster.pid"
            read -r end
            """;
        string[] command = [.. Linux.OnServerCore, "bash", "-c", script];
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = root, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var (started, id) = (process.StandardOutput.ReadLine(), process.StandardOutput.ReadLine());
        if (started is not null && int.TryParse(id, out var postmaster)) return new(started, process, postmaster);
        process.Dispose();
        return null;
    }

    /// <summary>A database with nothing in it.</summary>
    public string NewDatabase()
    {
        using var connection = new NpgsqlConnection(_address);
        connection.Open();
        foreach (var statement in new[] { $"DROP DATABASE IF EXISTS {Database} WITH (FORCE)", $"CREATE DATABASE {Database}" })
        {
            using var command = new NpgsqlCommand(statement, connection);
            command.ExecuteNonQuery();
        }
        return new NpgsqlConnectionStringBuilder(_address) { Database = Database }.ToString();
    }

    /// <summary>Its processes; those of one that was named are not known, and its time does not count.</summary>
    public IEnumerable<int> Processes() => _postmaster is { } postmaster ? Linux.Children(postmaster).Append(postmaster) : [];

    public void Dispose()
    {
        _script?.StandardInput.Close();
        _script?.WaitForExit();
        _script?.Dispose();
    }
}
