namespace Orgvue.ScimEndpoint.Storage.Direct;

/// <summary>A row that a statement found. Columns are counted from 0.</summary>
interface IDirectRow
{
    bool IsNull(int column);

    bool Flag(int column);

    int Int(int column);

    long Long(int column);

    string Text(int column);

    /// <summary>A text as its bytes in UTF-8, which is how both databases keep it; or the bytes of a binary column.</summary>
    byte[] Bytes(int column);

    Guid Id(int column);

    DateTimeOffset Instant(int column);
}

/// <summary>Runs prepared statements on one connection.</summary>
abstract class DirectStatements : IAsyncDisposable
{
    /// <param name="values">Of the parameters, in their order: whole numbers, texts, bytes and ids.</param>
    public abstract ValueTask<List<T>> AllAsync<T>(string sql, object[] values, Func<IDirectRow, T> read, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}
