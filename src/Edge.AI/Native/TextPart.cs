using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary>Part of a text: one special token, or plain text, whose special tokens were taken out or cut through.</summary>
/// <param name="Range">Where it is.</param>
/// <param name="Token">The special token; null for plain text.</param>
/// <param name="Continues">Whether plain text goes on with the plain text before it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextPart(TextRange Range, SpecialToken? Token, bool Continues);
