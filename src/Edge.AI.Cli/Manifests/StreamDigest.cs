using System.Security.Cryptography;

namespace Edge.AI.Cli.Manifests;

/// <summary>The SHA-256 of what a stream holds, and how much that is.</summary>
internal static class StreamDigest
{
    public static async Task<(Sha256Digest Digest, long Length)> OfAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, length) = (new byte[1 << 20], 0L);
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
        }

        return (new(hash.GetHashAndReset()), length);
    }
}
