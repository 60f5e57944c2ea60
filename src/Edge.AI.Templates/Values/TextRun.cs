using System.Runtime.InteropServices;

namespace Edge.AI.Templates.Values;

/// <summary>A run of characters with one origin. It begins at the end of the run before it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRun(int End, TextOrigin Origin);
