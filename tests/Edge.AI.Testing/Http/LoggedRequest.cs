namespace Edge.AI.Testing;

/// <summary>A request as the server saw it.</summary>
public sealed class LoggedRequest
{
    private long _bytesSent;

    public required string Path { get; init; }

    public required string Query { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? Range => Headers.GetValueOrDefault("Range");

    public string? IfRange => Headers.GetValueOrDefault("If-Range");

    public string? Authorization => Headers.GetValueOrDefault("Authorization");

    public int StatusCode { get; internal set; }

    /// <summary>The number of bytes of the body that were written to the socket.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    internal void Sent(int bytes) => Interlocked.Add(ref _bytesSent, bytes);
}
