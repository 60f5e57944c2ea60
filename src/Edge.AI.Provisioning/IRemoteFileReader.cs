namespace Edge.AI;

/// <summary>Reads files on web servers without keeping them, to write a manifest for example.</summary>
/// <remarks>Proxy, access tokens, mirror, redirects and stall detection are those of downloads.</remarks>
public interface IRemoteFileReader
{
    /// <summary>Reads a part of a file. If the server supports ranges, only that part is transferred.</summary>
    /// <param name="address">An https address, or an http address of this machine.</param>
    /// <param name="offset">The offset of the first byte.</param>
    /// <param name="count">The number of bytes. At the end of the file, fewer are returned.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The bytes, and what the server says about the file.</returns>
    /// <exception cref="ModelDownloadException">The file cannot be read, or the server does not say how long it is.</exception>
    /// <exception cref="ModelOfflineException">Offline mode is on.</exception>
    Task<RemoteFilePart> ReadAsync(Uri address, long offset, int count, CancellationToken cancellationToken = default);

    /// <summary>Reads a whole file to compute its SHA-256.</summary>
    /// <param name="address">An https address, or an http address of this machine.</param>
    /// <param name="size">The length that the file must have, in bytes.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The digest.</returns>
    /// <exception cref="ModelDownloadException">The file cannot be read, or it has another length.</exception>
    /// <exception cref="ModelOfflineException">Offline mode is on.</exception>
    Task<Sha256Digest> ComputeDigestAsync(Uri address, long size, CancellationToken cancellationToken = default);
}

/// <summary>A part of a file on a web server.</summary>
public sealed record RemoteFilePart
{
    /// <summary>Gets the length of the whole file, in bytes.</summary>
    public required long FileSize { get; init; }

    /// <summary>Gets the bytes that were read.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Gets the SHA-256 of the whole file, if the server sent it; otherwise <see langword="null"/>.</summary>
    public Sha256Digest? Digest { get; init; }
}
