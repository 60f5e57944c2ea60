using System.Runtime.InteropServices;

namespace Edge.AI.Catalog.Parsing;

/// <summary>A stretch of one line of a manifest.</summary>
/// <param name="Offset">Where it starts in the whole text, from 0.</param>
/// <param name="Length">Its length in UTF-16 characters.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 characters, from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SourceSpan(int Offset, int Length, int Line, int Column)
{
    public static SourceSpan Start { get; } = new(0, 0, 1, 1);
}
