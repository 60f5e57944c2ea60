using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary>Part of a text: one special token, or plain text, without special tokens.</summary>
/// <param name="Range">The range in the text.</param>
/// <param name="Token">The special token; null for plain text.</param>
/// <param name="Continues">Whether it continues the plain text before it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextPart(TextRange Range, SpecialToken? Token, bool Continues);
