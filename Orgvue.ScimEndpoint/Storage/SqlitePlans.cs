using SQLitePCL;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// A prepared statement keeps its plan. Otherwise SQLite (since 3.48 for a bound LIMIT) throws a plan away whenever another value is bound that it had
/// looked at when it made the plan: preparing the statement again costs more than finding a few rows.
/// </summary>
public static class SqlitePlans
{
    // SQLITE_DBCONFIG_ENABLE_QPSG, the "query planner stability guarantee": sqlite.org/c3ref/c_dbconfig_defensive.html
    const int EnableStability = 1007;

    /// <summary>Of this connection. Where SQLite does not know the setting, it is as fast as before.</summary>
    public static void Keep(sqlite3 database) => raw.sqlite3_db_config(database, EnableStability, 1, out _);
}
