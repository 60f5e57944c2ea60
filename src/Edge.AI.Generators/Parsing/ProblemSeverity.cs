namespace Edge.AI.Catalog.Parsing;

/// <summary>What a problem means for its model: only an error keeps it out of the catalogue.</summary>
internal enum ProblemSeverity
{
    Info,
    Warning,
    Error,
}
