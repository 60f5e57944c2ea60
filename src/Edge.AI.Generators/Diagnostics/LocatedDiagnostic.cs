using Edge.AI.Catalog.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Edge.AI.Generators.Diagnostics;

/// <summary>A diagnostic as a value: Roslyn's own holds on to syntax trees and compares by reference.</summary>
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
