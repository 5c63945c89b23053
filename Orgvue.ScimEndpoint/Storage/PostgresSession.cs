using System.Data.Common;
using Npgsql;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// What every connection to PostgreSQL asks of the server and of the network, so that whatever a node holds is let go when the node dies, hangs
/// or loses its network, and so that no node waits for ever. What the operator has set in the connection string stays.
/// </summary>
public static class PostgresSession
{
    /// <summary>How long a node may be silent while others wait for what it holds. A new owner of a run must be there within 30 seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Longer than a silent node is borne with: whoever waits for what it held gets it and is not refused.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    /// <summary>A look at a whole directory is thought about for a while; it keeps nobody waiting.</summary>
    public static readonly TimeSpan PatienceWithReaders = TimeSpan.FromMinutes(10);

    static readonly TimeSpan PatienceToConnect = TimeSpan.FromSeconds(5);

    /// <summary>For each connection.</summary>
    const int KnownStatements = 100;

    static readonly (string Name, TimeSpan Value)[] Settings =
    [
        // A node that sleeps or is cut off in mid-transaction: its transaction is taken back, and its locks are free.
        ("idle_in_transaction_session_timeout", Patience),
        ("lock_timeout", LongestWait),
        // A node that died while its statement works or waits: nobody needs the outcome.
        ("client_connection_check_interval", TimeSpan.FromSeconds(5)),
        // A node whose machine or network is gone, or that sleeps while rows are sent to it.
        ("tcp_user_timeout", Patience),
        ("tcp_keepalives_idle", KeepAliveAfter),
        ("tcp_keepalives_interval", KeepAliveEvery),
    ];

    static TimeSpan KeepAliveAfter => TimeSpan.FromSeconds(10);

    static TimeSpan KeepAliveEvery => TimeSpan.FromSeconds(3);

    /// <summary>The connection string with all of this in it.</summary>
    public static string Of(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        // Npgsql's own builder says of every setting that it is there.
        var named = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var asked = parts.Options ?? "";
        var ours = Settings.Where(s => !asked.Contains(s.Name, StringComparison.OrdinalIgnoreCase)).Select(s => $"-c {s.Name}={Text(s.Value)}");
        parts.Options = string.Join(' ', [.. ours, asked]).TrimEnd();
        // Whoever finds no connection is told so soon. When a statement is given up, Npgsql asks the server to cancel it, on a connection of its own
        // that takes as long again to open, and once more to be answered: with 15 seconds, its own default, a node that is cut off refuses after 40.
        if (!named.ContainsKey("Timeout")) parts.Timeout = (int)PatienceToConnect.TotalSeconds;
        // Most statements come again and again; a statement that is known need be neither sent nor planned.
        if (!named.ContainsKey("Max Auto Prepare") && !named.ContainsKey("MaxAutoPrepare")) (parts.MaxAutoPrepare, parts.AutoPrepareMinUsages) = (KnownStatements, 2);
        if (parts.TcpKeepAliveTime == 0)
            (parts.TcpKeepAlive, parts.TcpKeepAliveTime, parts.TcpKeepAliveInterval) = (true, (int)KeepAliveAfter.TotalSeconds, (int)KeepAliveEvery.TotalSeconds);
        return parts.ToString();
    }

    /// <summary>As PostgreSQL reads it whatever a setting's own unit is.</summary>
    public static string Text(TimeSpan value) => FormattableString.Invariant($"{value.TotalSeconds:F0}s");
}
