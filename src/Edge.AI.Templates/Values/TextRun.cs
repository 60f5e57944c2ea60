using System.Runtime.InteropServices;

namespace Edge.AI.Templates.Values;

/// <summary>A stretch of text of one origin. It starts where the run before it ends.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRun(int End, TextOrigin Origin);
