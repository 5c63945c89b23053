using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orgvue.ScimEndpoint.Tests.Security.Canaries;

/// <summary>All that is logged, at every level: the sentence, the values in it, the exception and what surrounds it.</summary>
sealed class EveryLine : ILoggerProvider
{
    readonly ConcurrentQueue<(string Category, string Text)> _lines = [];

    public IReadOnlyCollection<(string Category, string Text)> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() { }

    sealed class Logger(EveryLine all, string category) : ILogger
    {
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            all._lines.Enqueue((category, $"{logLevel} {formatter(state, exception)} {Values(state)} {exception}"));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            all._lines.Enqueue((category, $"{state} {Values(state)}"));
            return null;
        }

        static string Values(object? state) =>
            state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(v => $"{v.Key}={v.Value}")) : "";
    }
}
