namespace Edge.AI.Catalog.Parsing;

/// <summary>The severity of a problem. Only a model with an error is left out of the catalogue.</summary>
internal enum ProblemSeverity
{
    Info,
    Warning,
    Error,
}
