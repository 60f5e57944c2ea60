namespace Edge.AI;

/// <summary>Reads which files a repository of the Hugging Face hub has, with their sizes and digests. No file is downloaded.</summary>
/// <remarks>Proxy, access tokens, mirror, redirects and stall detection are those of downloads.</remarks>
public interface IModelHub
{
    /// <summary>Reads a commit of a repository and all of its files.</summary>
    /// <param name="name">The name of the repository, <c>OWNER/NAME</c>.</param>
    /// <param name="revision">A branch, a tag or a commit. Default: <see langword="null"/>, the current commit of the default branch.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The repository.</returns>
    /// <exception cref="ArgumentException">The name is not <c>OWNER/NAME</c>, or the revision is not the name of a branch, tag or commit.</exception>
    /// <exception cref="ModelDownloadException">The repository cannot be read, or the answer is not the hub's.</exception>
    /// <exception cref="ModelOfflineException">Offline mode is on.</exception>
    Task<HubRepository> GetRepositoryAsync(string name, string? revision = null, CancellationToken cancellationToken = default);
}

/// <summary>Describes a repository of the Hugging Face hub at one commit.</summary>
public sealed record HubRepository
{
    /// <summary>Gets the name, <c>OWNER/NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the commit, 40 or 64 hexadecimal digits. The addresses of the files contain it, so later commits do not change them.</summary>
    public required string Commit { get; init; }

    /// <summary>Gets the files, in the hub's order. A folder is part of a file's path.</summary>
    public required IReadOnlyList<HubFile> Files { get; init; }
}

/// <summary>Describes a file of a repository of the Hugging Face hub.</summary>
public sealed record HubFile
{
    /// <summary>Gets the path in the repository, with slashes. No part of it is empty, <c>.</c> or <c>..</c>. It is foreign text, not a safe file name.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the address of the file at the repository's commit, at <c>https://huggingface.co</c> even if a mirror is used.</summary>
    public required Uri Source { get; init; }

    /// <summary>Gets the length of the file, in bytes, at least 0.</summary>
    public required long Size { get; init; }

    /// <summary>Gets the SHA-256 of the file; <see langword="null"/> if the hub does not send it, as for small text files.</summary>
    public Sha256Digest? Digest { get; init; }
}
