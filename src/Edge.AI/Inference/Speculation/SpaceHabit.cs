using System.Runtime.InteropServices;

namespace Edge.AI.Inference.Speculation;

/// <summary>
/// Learns the layout of an answer in JSON. A grammar allows white space between any two parts, but a model uses the same layout throughout an answer: after the same two characters
/// and the same white space, it probably writes the same byte as the last time.
/// </summary>
internal sealed class SpaceHabit
{
    private const byte Word = (byte)'0'; // replaces every letter and digit: the layout after a value does not depend on the last character of the value

    private readonly Dictionary<Place, byte> _next = [];

    /// <summary>The place after the last byte of the answer.</summary>
    public Place At { get; private set; }

    /// <summary>Learns the next byte of the answer.</summary>
    /// <param name="next">The byte.</param>
    /// <param name="mayBeSpace">Whether the grammar allowed white space there.</param>
    public void Observe(byte next, bool mayBeSpace)
    {
        if (mayBeSpace)
            _next[At] = next;
        At = At.After(next);
    }

    /// <summary>Returns the byte that followed the last time; null if the answer has not had such a place yet. The byte need not be white space.</summary>
    public byte? Next(Place place) => _next.TryGetValue(place, out var next) ? next : null;

    /// <summary>Whether a byte is white space in JSON.</summary>
    public static bool IsSpace(byte one) => one is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';

    /// <summary>A place in an answer, described by the text before it.</summary>
    /// <param name="Last">The last character that is not white space. Every letter and digit is the same character here.</param>
    /// <param name="BeforeLast">The character before <paramref name="Last"/>, also without white space. The layout after a comma depends on it: after <c>},</c> there is often a line break, after <c>5,</c> a space.</param>
    /// <param name="Spaces">The white space after <paramref name="Last"/>, as one number.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Place(byte Last, byte BeforeLast, uint Spaces)
    {
        /// <summary>Returns the place after more bytes.</summary>
        public Place After(ReadOnlySpan<byte> next)
        {
            var place = this;
            foreach (var one in next)
                place = place.After(one);
            return place;
        }

        /// <summary>Returns the place after one more byte.</summary>
        public Place After(byte next) => IsSpace(next) ? this with { Spaces = (Spaces * 31) + next } : new(char.IsAsciiLetterOrDigit((char)next) ? Word : next, Last, 0);
    }
}
