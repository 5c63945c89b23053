using Npgsql;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Storage;

/// <summary>What a connection asks for is ours where the operator says nothing, and his where he does.</summary>
public sealed class The_session_on_PostgreSQL
{
    [Fact]
    public void Asks_for_what_the_operator_does_not()
    {
        var parts = new NpgsqlConnectionStringBuilder(PostgresSession.Of("Host=db;Username=me"));

        Assert.Equal((5, 100, 2, 10, 3), (parts.Timeout, parts.MaxAutoPrepare, parts.AutoPrepareMinUsages, parts.TcpKeepAliveTime, parts.TcpKeepAliveInterval));
        Assert.Contains("-c lock_timeout=25s", parts.Options, StringComparison.Ordinal);
        Assert.Contains("-c idle_in_transaction_session_timeout=20s", parts.Options, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_what_the_operator_named()
    {
        var parts = new NpgsqlConnectionStringBuilder(PostgresSession.Of(
            "Host=db;Timeout=15;Max Auto Prepare=0;Tcp Keepalive Time=60;Options=-c lock_timeout=7s"));

        Assert.Equal((15, 0, 60), (parts.Timeout, parts.MaxAutoPrepare, parts.TcpKeepAliveTime));
        Assert.Contains("-c lock_timeout=7s", parts.Options, StringComparison.Ordinal);
        Assert.DoesNotContain("lock_timeout=25s", parts.Options, StringComparison.Ordinal);
    }
}
