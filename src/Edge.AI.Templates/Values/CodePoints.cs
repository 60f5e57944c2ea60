using System.Numerics;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>Converts between Python's indexes, which count code points, and .NET's offsets, which count UTF-16 characters. An emoji is one code point and two characters.</summary>
internal static class CodePoints
{
    public static int Count(string text)
    {
        if (!HasSurrogates(text))
            return text.Length;

        WorkMeter.Charge(text.Length / 4);
        var count = 0;
        for (var i = 0; i < text.Length; i += LengthAt(text, i))
            count++;
        return count;
    }

    public static int LengthAt(string text, int offset) =>
        char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length && char.IsLowSurrogate(text[offset + 1]) ? 2 : 1;

    /// <summary>Returns the offset of the code point at an index, which can be one past the last.</summary>
    public static int OffsetOf(string text, int index)
    {
        if (!HasSurrogates(text))
            return index;

        WorkMeter.Charge(index / 4);
        var offset = 0;
        for (; index > 0; index--)
            offset += LengthAt(text, offset);
        return offset;
    }

    /// <summary>Returns the index of the code point at an offset.</summary>
    public static int IndexOf(string text, int offset) => HasSurrogates(text) ? Count(text[..offset]) : offset;

    /// <summary>Converts a Python index, which counts from the end if negative, to one from the start; <see langword="null"/> if it is outside.</summary>
    public static int? Resolve(BigInteger index, int count)
    {
        if (index < 0)
            index += count;
        return index >= 0 && index < count ? (int)index : null;
    }

    private static bool HasSurrogates(string text)
    {
        WorkMeter.Charge(text.Length / 64);
        return text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;
    }
}
