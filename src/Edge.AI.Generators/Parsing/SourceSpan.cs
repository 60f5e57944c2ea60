using System.Runtime.InteropServices;

namespace Edge.AI.Catalog.Parsing;

/// <summary>A part of one line of a manifest.</summary>
/// <param name="Offset">Its start in the whole text, counted from 0.</param>
/// <param name="Length">Its length in UTF-16 characters.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column in UTF-16 characters, counted from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SourceSpan(int Offset, int Length, int Line, int Column)
{
    public static SourceSpan Start { get; } = new(0, 0, 1, 1);
}
