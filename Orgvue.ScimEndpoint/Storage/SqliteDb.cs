using Microsoft.EntityFrameworkCore;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>The embedded default: one file, write-ahead log, every commit flushed.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : ScimDb(options)
{
    /// <summary>What a database that is up to date had applied last. A test compares it with the files.</summary>
    public const string NewestMigration = "20261127104904_Administrators";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // Sixteen bytes instead of 36 characters, in an order that follows the time of creation.
        configurationBuilder.Properties<Guid>().HaveConversion<GuidBytes>();
    }
}
