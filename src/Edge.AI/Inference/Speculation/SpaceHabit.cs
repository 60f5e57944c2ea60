using System.Runtime.InteropServices;

namespace Edge.AI.Inference.Speculation;

/// <summary>
/// Where an answer in JSON puts white space. A grammar allows it between any two parts, but a model writes it in the same way throughout an answer: what it put behind two
/// characters, and the white space behind those, it will put there again.
/// </summary>
internal sealed class SpaceHabit
{
    private const byte Word = (byte)'0'; // stands for all letters and digits, because it does not matter with which of them a value ends

    private readonly Dictionary<Place, byte> _next = [];

    /// <summary>The place behind the last byte of the answer.</summary>
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

    /// <summary>Returns the byte that came the last time; null if this is the first time. It may be one that is no white space.</summary>
    public byte? Next(Place place) => _next.TryGetValue(place, out var next) ? next : null;

    /// <summary>Whether a byte is white space of JSON.</summary>
    public static bool IsSpace(byte one) => one is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';

    /// <summary>What is before a byte.</summary>
    /// <param name="Last">The last character that is no white space.</param>
    /// <param name="BeforeLast">The one before it: a comma behind a value is followed by other white space than one behind an object.</param>
    /// <param name="Spaces">The white space behind them, as one number.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Place(byte Last, byte BeforeLast, uint Spaces)
    {
        /// <summary>Returns the place behind some more bytes.</summary>
        public Place After(ReadOnlySpan<byte> next)
        {
            var place = this;
            foreach (var one in next)
                place = place.After(one);
            return place;
        }

        /// <summary>Returns the place behind one more byte.</summary>
        public Place After(byte next) => IsSpace(next) ? this with { Spaces = (Spaces * 31) + next } : new(char.IsAsciiLetterOrDigit((char)next) ? Word : next, Last, 0);
    }
}
