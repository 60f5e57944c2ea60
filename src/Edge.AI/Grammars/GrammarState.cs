namespace Edge.AI.Grammars;

/// <summary>Everything that may come next at one place in a text: all positions in the grammar, each with the position to return to when its rule ends.</summary>
internal sealed class GrammarState : IEquatable<GrammarState>
{
    private readonly int _hash;
    private readonly int[] _setEnds;

    /// <param name="items">The positions, all of the step <see cref="GrammarStep.Character"/>, in the order of their sets.</param>
    /// <param name="mayEnd">Whether the text may end here.</param>
    public GrammarState(GrammarItem[] items, bool mayEnd)
    {
        (Items, MayEnd) = (items, mayEnd);
        var hash = new HashCode();
        hash.Add(mayEnd);
        foreach (var item in items)
        {
            hash.Add(item.Position);
            hash.Add(item.Returns.GetHashCode());
        }

        _hash = hash.ToHashCode();
        _setEnds = new int[items.Length];
        for (var at = items.Length - 1; at >= 0; at--)
            _setEnds[at] = at + 1 < items.Length && items[at + 1].Set == items[at].Set ? _setEnds[at + 1] : at + 1;
    }

    public GrammarItem[] Items { get; }

    public bool MayEnd { get; }

    /// <summary>The next state for each class of characters, as far as it was computed; null if the class is not allowed.</summary>
    public Dictionary<int, GrammarState?> Next { get; } = [];

    /// <summary>What is certain about the next character; null if nobody has asked yet.</summary>
    public Foresight? Foresight { get; set; }

    /// <summary>Returns the end of the items that match the same characters as an item.</summary>
    public int EndOfSet(int item) => _setEnds[item];

    public bool Equals(GrammarState? other) => other is not null && MayEnd == other.MayEnd && Items.AsSpan().SequenceEqual(other.Items);

    public override bool Equals(object? obj) => Equals(obj as GrammarState);

    public override int GetHashCode() => _hash;
}

/// <param name="Set">The number of its set of characters.</param>
/// <param name="Position">Its number.</param>
/// <param name="Returns">Where to continue when its rule ends.</param>
internal readonly record struct GrammarItem(int Set, int Position, ReturnSet Returns)
{
    public bool Equals(GrammarItem other) => Position == other.Position && ReferenceEquals(Returns, other.Returns);

    public override int GetHashCode() => HashCode.Combine(Position, Returns);
}
