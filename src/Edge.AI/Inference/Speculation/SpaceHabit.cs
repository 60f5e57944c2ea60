namespace Edge.AI.Inference.Speculation;

/// <summary>
/// Where an answer in JSON puts white space. A grammar allows it between any two parts, but a model writes it in the same way throughout an answer: what it put behind a
/// character, and the white space behind that one, it will put there again.
/// </summary>
internal sealed class SpaceHabit
{
    private readonly Dictionary<uint, byte> _next = [];

    /// <summary>The last character that is no white space, and the white space behind it, as one number.</summary>
    public uint Before { get; private set; }

    /// <summary>Learns the next byte of the answer.</summary>
    /// <param name="next">The byte.</param>
    /// <param name="mayBeSpace">Whether the grammar allowed white space there.</param>
    public void Observe(byte next, bool mayBeSpace)
    {
        if (mayBeSpace)
            _next[Before] = next;
        Before = After(Before, next);
    }

    /// <summary>Returns the byte that came the last time; null if this is the first time. It may be one that is no white space.</summary>
    public byte? Next(uint before) => _next.TryGetValue(before, out var next) ? next : null;

    /// <summary>Adds a byte to <see cref="Before"/>.</summary>
    public static uint After(uint before, byte next) => IsSpace(next) ? (before * 31) + next : next;

    /// <summary>Whether a byte is white space of JSON.</summary>
    public static bool IsSpace(byte one) => one is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';
}
