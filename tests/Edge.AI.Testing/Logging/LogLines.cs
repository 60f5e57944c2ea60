using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Testing;

/// <summary>Records every log line for a test.</summary>
public sealed class LogLines : ILoggerProvider, ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(EventId Id, string Text)> _lines = new();

    public IReadOnlyList<(EventId Id, string Text)> Lines => [.. _lines];

    public string Text => string.Join('\n', _lines.Select(line => line.Text));

    public void Clear() => _lines.Clear();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // There are no other log providers.
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        _lines.Enqueue((eventId, $"{formatter(state, exception)} {exception}"));
    }

    public void Dispose()
    {
        // There is nothing to free.
    }
}
