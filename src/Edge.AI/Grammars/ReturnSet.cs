namespace Edge.AI.Grammars;

/// <summary>
/// Where the rule that is being matched may go on when it ends: the stacks of all ways that led into it, with what they have in common
/// kept once. Equal sets are the same object as long as <see cref="ReturnSets"/> remembers them.
/// </summary>
internal sealed class ReturnSet : IEquatable<ReturnSet>
{
    private readonly int _hash;

    public ReturnSet(GrammarReturn[] returns, bool isRoot)
    {
        (Returns, IsRoot) = (returns, isRoot);
        var hash = new HashCode();
        hash.Add(isRoot);
        foreach (var one in returns)
        {
            hash.Add(one.Position);
            hash.Add(one.Below._hash);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>Where to go on, by position, each once.</summary>
    public GrammarReturn[] Returns { get; }

    /// <summary>Whether the whole text may end here.</summary>
    public bool IsRoot { get; }

    public bool Equals(ReturnSet? other) => other is not null && IsRoot == other.IsRoot && Returns.AsSpan().SequenceEqual(other.Returns);

    public override bool Equals(object? obj) => Equals(obj as ReturnSet);

    public override int GetHashCode() => _hash;
}

/// <param name="Position">Where to go on.</param>
/// <param name="Below">Where to go on when that rule ends.</param>
internal readonly record struct GrammarReturn(int Position, ReturnSet Below)
{
    /// <summary>Sets are compared as objects: two that are equal and not the same only cost a little more.</summary>
    public bool Equals(GrammarReturn other) => Position == other.Position && ReferenceEquals(Below, other.Below);

    public override int GetHashCode() => HashCode.Combine(Position, Below);
}
