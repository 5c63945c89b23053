using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>The models that SQLite and PostgreSQL start with are generated code: they must say what Mapping says.</summary>
public sealed class The_compiled_model
{
    [Fact]
    public void Is_the_model_as_it_is_mapped_on_SQLite()
    {
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);

        AssertSame(db);
    }

    [Fact]
    public void Is_the_model_as_it_is_mapped_on_PostgreSQL()
    {
        using var db = new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=nowhere").Options);

        AssertSame(db);
    }

    static void AssertSame(ScimDb db)
    {
        var mapped = db.GetService<IDesignTimeModel>().Model;

        Assert.NotSame(db.Model, mapped);
        Assert.True(Text(db.Model) == Text(mapped), "Storage/Compiled is stale. Renew it as CONTRIBUTING.md says under \"a migration\".");
    }

    static string Text(IReadOnlyModel model) => string.Join('\n', model.GetEntityTypes().OrderBy(e => e.Name, StringComparer.Ordinal).SelectMany(Lines));

    static IEnumerable<string> Lines(IReadOnlyEntityType entity) =>
    [
        $"{entity.Name} in {entity.GetTableName()}",
        .. entity.GetProperties().Select(p =>
            $"  {p.Name} {p.ClrType} {p.GetColumnName()} {p.GetColumnType()} null={p.IsNullable} token={p.IsConcurrencyToken} {p.GetMaxLength()} "
            + $"{p.ValueGenerated} {p.GetTypeMapping().Converter?.ProviderClrType}").Order(StringComparer.Ordinal),
        .. entity.GetKeys().Select(k => $"  key {Names(k.Properties)} primary={k.IsPrimaryKey()}").Order(StringComparer.Ordinal),
        .. entity.GetIndexes().Select(i => $"  index {Names(i.Properties)} unique={i.IsUnique}").Order(StringComparer.Ordinal),
        .. entity.GetForeignKeys().Select(f =>
            $"  foreign {Names(f.Properties)} to {f.PrincipalEntityType.Name} {f.DeleteBehavior}").Order(StringComparer.Ordinal),
    ];

    static string Names(IEnumerable<IReadOnlyProperty> properties) => string.Join(",", properties.Select(p => p.Name));
}
