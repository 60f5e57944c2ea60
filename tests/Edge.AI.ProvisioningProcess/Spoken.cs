using Microsoft.Extensions.Logging;

namespace Edge.AI.ProvisioningProcess;

/// <summary>Prints the ids of log events.</summary>
internal sealed class SpokenLog : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // There are no other log providers.
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Console.WriteLine($"event {eventId.Id}");

    public void Dispose()
    {
        // There is nothing to free.
    }
}

/// <summary>Prints each change of state or bytes.</summary>
internal sealed class SpokenProgress : IProgress<ProvisioningProgress>
{
    private string? _last;

    public void Report(ProvisioningProgress value)
    {
        var line = $"progress {value.State} {value.Bytes}";
        if (line != _last)
            Console.WriteLine(_last = line);
    }
}
