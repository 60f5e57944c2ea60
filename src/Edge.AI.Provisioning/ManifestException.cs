namespace Edge.AI;

/// <summary>The exception that is thrown when a manifest is not valid (<c>EDGE_MANIFEST_INVALID</c>).</summary>
public sealed class ManifestException : EdgeAIException
{
    /// <summary>Initializes an exception.</summary>
    /// <param name="source">The path of the manifest, or a name for text that was given directly.</param>
    /// <param name="line">The line of the problem, from 1.</param>
    /// <param name="column">The column of the problem, from 1.</param>
    /// <param name="problem">The problem, as a sentence.</param>
    /// <param name="innerException">The cause, if it was another exception.</param>
    public ManifestException(string source, int line, int column, string problem, Exception? innerException = null)
        : base(EdgeErrorCodes.ManifestInvalid, $"{source}({line},{column}): {problem}", "Correct the manifest at that position. docs/edgemodels.schema.json describes every property.", innerException: innerException)
    {
        ManifestSource = source;
        Line = line;
        Column = column;
    }

    /// <summary>Gets where the manifest came from: a path, or a name for text that was given directly.</summary>
    public string ManifestSource { get; }

    /// <summary>Gets the line of the problem, from 1.</summary>
    public int Line { get; }

    /// <summary>Gets the column of the problem, from 1, counted in UTF-16 characters.</summary>
    public int Column { get; }
}
