using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary>Part of a text, in UTF-16 characters.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRange(int Start, int End)
{
    public int Length => End - Start;
}
