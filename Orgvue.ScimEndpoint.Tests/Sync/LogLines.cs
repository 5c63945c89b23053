using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>What was logged, in order, by event id.</summary>
sealed class LogLines : ILogger<SyncRunner>
{
    public const int Differs = 9, TenantFailed = 11, GivenUp = 12;
    readonly ConcurrentQueue<(int Event, string Text)> _lines = [];

    public IEnumerable<string> Of(int eventId) => _lines.Where(l => l.Event == eventId).Select(l => l.Text);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, formatter(state, exception)));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
}
