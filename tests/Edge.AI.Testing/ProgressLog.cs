using System.Collections.Concurrent;

namespace Edge.AI.Testing;

/// <summary>Records reports on the reporting thread, unlike <see cref="Progress{T}"/>.</summary>
public sealed class ProgressLog<T> : IProgress<T>
{
    private readonly ConcurrentQueue<T> _reports = new();

    public IReadOnlyList<T> Reports => [.. _reports];

    public void Report(T value) => _reports.Enqueue(value);
}
