using System.Diagnostics;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>What is told of a statement that was carried out without EF, which tells of its own.</summary>
/// <param name="Database">The data source of the connection.</param>
/// <param name="Rows">How many rows it read or wrote.</param>
public sealed record StatementRun(string Database, string Sql, IReadOnlyList<(string Name, object? Value)> Values, int Rows)
{
    /// <summary>The name of the <see cref="DiagnosticListener"/> that tells.</summary>
    public const string Listener = "Orgvue.ScimEndpoint.Storage";

    static readonly DiagnosticListener Told = new(Listener);

    /// <summary>Whether anybody listens; otherwise there is nothing to put together.</summary>
    internal static bool IsWanted => Told.IsEnabled();

    internal static void Tell(StatementRun run) => Told.Write(nameof(StatementRun), run);
}
