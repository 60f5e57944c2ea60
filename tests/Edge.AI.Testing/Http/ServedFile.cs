using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Edge.AI.Testing;

/// <summary>A file on the loopback server. Everything may be changed while the server runs.</summary>
public sealed class ServedFile
{
    private readonly ConcurrentQueue<ServedReply> _next = new();

    internal ServedFile(Uri uri, byte[] content)
    {
        Uri = uri;
        Content = content;
        ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";
    }

    public Uri Uri { get; }

    public byte[] Content { get; set; }

    /// <summary>The ETag with its quotes; null for none.</summary>
    public string? ETag { get; set; }

    public DateTimeOffset? LastModified { get; set; }

    /// <summary>The answer to every request without an answer of its own.</summary>
    public ServedReply Always { get; set; } = ServedReply.Good;

    /// <summary>The answer to requests for a range, instead of <see cref="Always"/>; null for <see cref="Always"/>.</summary>
    public ServedReply? ForRanges { get; set; }

    /// <summary>Answers each of the next requests with one of these, then with <see cref="Always"/> again.</summary>
    public ServedFile Then(params ServedReply[] replies)
    {
        foreach (var reply in replies)
            _next.Enqueue(reply);

        return this;
    }

    internal ServedReply NextReply(bool forRange) => _next.TryDequeue(out var reply) ? reply : (forRange ? ForRanges : null) ?? Always;
}
