namespace Edge.AI.Grammars;

/// <summary>
/// The positions where a rule may continue when it ends: the stacks of all paths into the rule, with shared parts stored once. Equal sets are the same object while
/// <see cref="ReturnSets"/> caches them.
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

    /// <summary>The positions to continue at, sorted and distinct.</summary>
    public GrammarReturn[] Returns { get; }

    /// <summary>Whether the whole text may end here.</summary>
    public bool IsRoot { get; }

    public bool Equals(ReturnSet? other) => other is not null && IsRoot == other.IsRoot && Returns.AsSpan().SequenceEqual(other.Returns);

    public override bool Equals(object? obj) => Equals(obj as ReturnSet);

    public override int GetHashCode() => _hash;
}

/// <param name="Position">Where to continue.</param>
/// <param name="Below">Where to continue when that rule ends.</param>
internal readonly record struct GrammarReturn(int Position, ReturnSet Below)
{
    /// <summary>Sets are compared by reference. If two equal sets are different objects, that only costs a little more work.</summary>
    public bool Equals(GrammarReturn other) => Position == other.Position && ReferenceEquals(Below, other.Below);

    public override int GetHashCode() => HashCode.Combine(Position, Below);
}
