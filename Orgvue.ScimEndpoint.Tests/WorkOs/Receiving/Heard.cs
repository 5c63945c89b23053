using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>The lines that a host logged, with their event ids.</summary>
sealed class Heard : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<(int Event, string Text)> _lines = [];

    public IReadOnlyList<string> Of(int eventId) => [.. _lines.Where(l => l.Event == eventId).Select(l => l.Text)];

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, formatter(state, exception)));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Dispose() { }
}
