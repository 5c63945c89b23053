namespace Orgvue.ScimEndpoint.Tests;

/// <summary>A test of PostgreSQL alone: skipped, with a word that says so, where none was named.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresServer.Address is null) Skip = "No PostgreSQL was named in ORGVUE_TEST_POSTGRES.";
    }
}
