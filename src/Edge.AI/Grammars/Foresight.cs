using System.Runtime.InteropServices;

namespace Edge.AI.Grammars;

/// <summary>What is certain about the next character of a text.</summary>
/// <param name="Only">The only character that may come, apart from white space between parts; null if several may come, or if the text may end.</param>
/// <param name="MayBeSpace">Whether white space between parts may come.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Foresight(int? Only, bool MayBeSpace);
