using Microsoft.EntityFrameworkCore;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>For several nodes on one database.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : ScimDb(options)
{
    /// <summary>What a database that is up to date had applied last. A test compares it with the files.</summary>
    public const string NewestMigration = "20261127104930_Administrators";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // By bytes, which is by code points, as SQLite does: a language's order would put a page's rows elsewhere than the filter that pages.
        configurationBuilder.Properties<string>().UseCollation("C");
    }
}
