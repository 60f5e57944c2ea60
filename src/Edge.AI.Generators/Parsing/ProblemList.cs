namespace Edge.AI.Catalog.Parsing;

/// <summary>Collects the problems of one manifest.</summary>
internal sealed class ProblemList
{
    // A file that is not a manifest may have a million problems, and nobody reads more than these.
    private const int MostKept = 100;

    private readonly List<ManifestProblem> _problems = [];

    /// <summary>The number of errors, including those that were not kept.</summary>
    public int ErrorCount { get; private set; }

    public void Add(string id, SourceSpan span, string message)
    {
        var problem = new ManifestProblem(id, span, message);
        if (problem.Severity == ProblemSeverity.Error)
            ErrorCount++;
        if (_problems.Count < MostKept)
            _problems.Add(problem);
    }

    /// <summary>The problems in the order of the text.</summary>
    public EquatableList<ManifestProblem> InOrder() => new(_problems.OrderBy(problem => problem.Span.Offset));
}
