namespace Edge.AI;

/// <summary>The bytes are not those that the manifest promises (<c>EDGE_CHECKSUM_MISMATCH</c>); they were deleted, and nothing was promoted.</summary>
public sealed class ModelChecksumException : EdgeAIException
{
    internal ModelChecksumException(string fileName, Sha256Digest expected, Sha256Digest actual, string? verdict = null)
        : base(
            EdgeErrorCodes.ChecksumMismatch,
            $"'{fileName}' has SHA-256 {actual}, the manifest promises {expected}.{(verdict is null ? "" : " " + verdict)}",
            "If the disk changed bytes, look at the disk and the memory of this machine, and try again. Otherwise the source serves other bytes than the manifest was made for: update the manifest's size and sha256 if you trust them, or use another source.")
    {
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The digest in the manifest.</summary>
    public Sha256Digest Expected { get; }

    /// <summary>The digest of the bytes that arrived.</summary>
    public Sha256Digest Actual { get; }
}
