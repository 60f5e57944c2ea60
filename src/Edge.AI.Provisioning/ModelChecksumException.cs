namespace Edge.AI;

/// <summary>The exception that is thrown when bytes differ from the manifest's digest (<c>EDGE_CHECKSUM_MISMATCH</c>). They were deleted, and nothing was promoted.</summary>
public sealed class ModelChecksumException : EdgeAIException
{
    /// <summary>Initializes an exception.</summary>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="expected">The digest in the manifest.</param>
    /// <param name="actual">The digest of the bytes.</param>
    /// <param name="explanation">A sentence about the cause, if it is known.</param>
    public ModelChecksumException(string fileName, Sha256Digest expected, Sha256Digest actual, string? explanation = null)
        : base(
            EdgeErrorCodes.ChecksumMismatch,
            $"'{fileName}' has the SHA-256 {actual}; the manifest says {expected}.{(explanation is null ? "" : " " + explanation)}",
            "If the disk changed bytes, check the disk and the memory of this machine, and try again. Otherwise the source has other bytes than the manifest describes: update size and sha256 in the manifest if you trust them, or use another source.")
    {
        FileName = fileName;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>Gets the name of the file.</summary>
    public string FileName { get; }

    /// <summary>Gets the digest in the manifest.</summary>
    public Sha256Digest Expected { get; }

    /// <summary>Gets the digest of the bytes.</summary>
    public Sha256Digest Actual { get; }
}
