using SQLitePCL;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// A prepared statement keeps its plan. Otherwise SQLite throws a plan away whenever a parameter is bound that was looked at when an index with
/// a condition was considered, as with every statement on memberships: preparing it again costs several times what the statement does.
/// </summary>
public static class SqlitePlans
{
    // SQLITE_DBCONFIG_ENABLE_QPSG, the "query planner stability guarantee": sqlite.org/c3ref/c_dbconfig_defensive.html
    const int EnableStability = 1007;

    /// <summary>Of this connection. Where SQLite does not know the setting, it is as fast as before.</summary>
    public static void Keep(sqlite3 database) => raw.sqlite3_db_config(database, EnableStability, 1, out _);
}
