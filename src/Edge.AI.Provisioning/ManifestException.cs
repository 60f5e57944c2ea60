namespace Edge.AI;

/// <summary>A manifest is not what its schema asks for (<c>EDGE_MANIFEST_INVALID</c>).</summary>
public sealed class ManifestException : EdgeAIException
{
    internal ManifestException(string source, int line, int column, string problem, Exception? innerException = null)
        : base(EdgeErrorCodes.ManifestInvalid, $"{source}({line},{column}): {problem}", "Mend the manifest at that place; docs/edgemodels.schema.json describes every property.", innerException: innerException)
    {
        ManifestSource = source;
        Line = line;
        Column = column;
    }

    /// <summary>Where the manifest came from: a path, or a name for text that was given directly.</summary>
    public string ManifestSource { get; }

    /// <summary>The line of the problem, from 1.</summary>
    public int Line { get; }

    /// <summary>The column of the problem, from 1, counted in UTF-16 characters.</summary>
    public int Column { get; }
}
