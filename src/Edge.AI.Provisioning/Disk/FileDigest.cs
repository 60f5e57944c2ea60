using System.Buffers;
using System.Security.Cryptography;

namespace Edge.AI.Disk;

internal static class FileDigest
{
    private const int BufferSize = 256 * 1024;

    /// <param name="path">The file.</param>
    /// <param name="read">Receives the number of bytes of each read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<Sha256Digest> ReadAsync(string path, Action<int>? read, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                hash.AppendData(buffer.AsSpan(0, count));
                read?.Invoke(count);
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return new(hash.GetHashAndReset());
    }
}
