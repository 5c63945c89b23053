using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// PostgreSQL has no text with U+0000. What is stored is checked before it comes here; what is only looked for, a cursor or a filter of a
/// query, is looked for with the replacement character instead and finds nothing, as on other databases, rather than fail.
/// </summary>
sealed class NoNul : DbCommandInterceptor
{
    public static readonly NoNul Instance = new();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Clean(command);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Clean(command);
        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Clean(command);
        return base.ScalarExecutingAsync(command, eventData, result, cancellationToken);
    }

    static void Clean(DbCommand command)
    {
        foreach (DbParameter parameter in command.Parameters)
            parameter.Value = parameter.Value switch
            {
                string text when text.Contains('\0', StringComparison.Ordinal) => Without(text),
                IEnumerable<string?> texts when texts.Any(t => t?.Contains('\0', StringComparison.Ordinal) == true) => texts.Select(t => t is null ? null : Without(t)).ToArray(),
                var value => value,
            };
    }

    static string Without(string text) => text.Replace('\0', '\uFFFD');
}
