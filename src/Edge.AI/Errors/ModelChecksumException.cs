namespace Edge.AI;

/// <summary>The bytes are not those that the manifest promises (<c>EDGE_CHECKSUM_MISMATCH</c>); they were deleted, and nothing was promoted.</summary>
public sealed class ModelChecksumException : EdgeAIException
{
    internal ModelChecksumException(string fileName, Sha256Digest expected, Sha256Digest actual)
        : base(
            EdgeErrorCodes.ChecksumMismatch,
            $"'{fileName}' has SHA-256 {actual}, the manifest promises {expected}.",
            "The source serves other bytes than the manifest was made for: update the manifest's size and sha256 if you trust them, or use another source.")
    {
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The digest in the manifest.</summary>
    public Sha256Digest Expected { get; }

    /// <summary>The digest of the bytes that arrived.</summary>
    public Sha256Digest Actual { get; }
}
