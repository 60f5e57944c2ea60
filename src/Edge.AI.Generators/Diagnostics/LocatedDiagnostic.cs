using Edge.AI.Catalog.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Edge.AI.Generators.Diagnostics;

/// <summary>A diagnostic with value equality. Roslyn's own diagnostics keep syntax trees alive and compare by reference.</summary>
internal sealed record LocatedDiagnostic(string Id, string Path, SourceSpan Span, string Message)
{
    public Diagnostic ToDiagnostic()
    {
        // Roslyn counts lines and columns from 0.
        var start = new LinePosition(Span.Line - 1, Span.Column - 1);
        var end = new LinePosition(start.Line, start.Character + Span.Length);
        var location = Location.Create(Path, new TextSpan(Span.Offset, Span.Length), new LinePositionSpan(start, end));
        return Diagnostic.Create(Descriptors.Of(Id), location, Message);
    }
}
