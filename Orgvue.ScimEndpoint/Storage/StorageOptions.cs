namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Settings under <c>Storage:</c>.</summary>
public sealed class StorageOptions
{
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>Of the chosen provider. For SQLite a relative path is taken from the content root; for InMemory it is the store's name.</summary>
    public string ConnectionString { get; set; } = "Data Source=data/orgvue-scim.db";

    /// <summary>When a SQLite file is checked for damage, in the background; what is found is in the log and in <c>/health/ready</c>.</summary>
    public CheckOnStart CheckOnStart { get; set; }
}

public enum StorageProvider { Sqlite, PostgreSql, InMemory }
