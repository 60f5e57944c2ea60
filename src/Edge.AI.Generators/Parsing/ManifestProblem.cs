namespace Edge.AI.Catalog.Parsing;

/// <summary>Something wrong with a manifest.</summary>
/// <param name="Id">One of <see cref="ProblemIds"/>.</param>
/// <param name="Span">Where.</param>
/// <param name="Message">What, and what to write instead.</param>
internal sealed record ManifestProblem(string Id, SourceSpan Span, string Message)
{
    public ProblemSeverity Severity => ProblemIds.SeverityOf(Id);
}
