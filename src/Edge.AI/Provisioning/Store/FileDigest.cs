using System.Security.Cryptography;

namespace Edge.AI.Provisioning;

internal static class FileDigest
{
    private const int BufferSize = 256 * 1024;

    public static async Task<Sha256Digest> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
            return new(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
