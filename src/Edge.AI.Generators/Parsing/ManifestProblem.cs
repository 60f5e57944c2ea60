namespace Edge.AI.Catalog.Parsing;

/// <summary>A problem of a manifest.</summary>
/// <param name="Id">One of <see cref="ProblemIds"/>.</param>
/// <param name="Span">The location.</param>
/// <param name="Message">What is wrong, and what to write instead.</param>
internal sealed record ManifestProblem(string Id, SourceSpan Span, string Message)
{
    public ProblemSeverity Severity => ProblemIds.SeverityOf(Id);
}
