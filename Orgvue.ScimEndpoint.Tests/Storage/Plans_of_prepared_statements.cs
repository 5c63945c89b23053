using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using SQLitePCL;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>A statement that was prepared is not planned again for every value that is bound.</summary>
public sealed class Plans_of_prepared_statements
{
    const int StateOfStability = 1007, OnlyAsk = -1;
    const int PreparedAgain = 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Are_kept_where_a_limit_is_bound(bool keep)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var database = connection.Handle!;
        if (keep) SqlitePlans.Keep(database);
        raw.sqlite3_exec(database, "CREATE TABLE m (d INTEGER PRIMARY KEY)");
        raw.sqlite3_prepare_v2(database, "SELECT d FROM m WHERE d > @p0 LIMIT @p1", out var statement);

        for (var round = 0; round < 3; round++)
        {
            raw.sqlite3_bind_int(statement, 1, round);
            raw.sqlite3_bind_int(statement, 2, round);
            Assert.Equal(raw.SQLITE_DONE, raw.sqlite3_step(statement));
            raw.sqlite3_reset(statement);
        }

        var again = raw.sqlite3_stmt_status(statement, PreparedAgain, 0);
        statement.Dispose();
        // Without the setting SQLite does it, or the setting would be for nothing.
        Assert.Equal(keep, again == 0);
    }

    [Fact]
    public async Task Are_kept_by_the_connection_that_writes()
    {
        await using var host = new Host(StorageProvider.Sqlite);

        var state = await host.Store.WriteAsync(db =>
        {
            var connection = (SqliteConnection)db.Database.GetDbConnection();
            raw.sqlite3_db_config(connection.Handle!, StateOfStability, OnlyAsk, out var on);
            return Task.FromResult(on);
        }, CancellationToken.None);

        Assert.Equal(1, state);
    }
}
