namespace Edge.AI.Grammars;

/// <summary>A part of a regular expression.</summary>
internal abstract record PatternNode
{
    /// <summary>Whether it matches the empty text.</summary>
    public abstract bool IsNullable { get; }

    /// <summary>The number of rules and characters with every repetition written out.</summary>
    public abstract long Cost { get; }
}

internal sealed record PatternCharacter(CharacterSet Set) : PatternNode
{
    public override bool IsNullable => false;

    public override long Cost => 1;
}

internal sealed record PatternSequence(IReadOnlyList<PatternNode> Parts) : PatternNode
{
    public override bool IsNullable => Parts.All(part => part.IsNullable);

    public override long Cost => 1 + Parts.Sum(part => part.Cost);
}

internal sealed record PatternChoice(IReadOnlyList<PatternNode> Branches) : PatternNode
{
    public override bool IsNullable => Branches.Any(branch => branch.IsNullable);

    public override long Cost => 1 + Branches.Sum(branch => branch.Cost);
}

/// <param name="Part">The repeated part.</param>
/// <param name="Least">The minimum number of repetitions.</param>
/// <param name="Most">The maximum number of repetitions; null for no limit.</param>
internal sealed record PatternRepeat(PatternNode Part, int Least, int? Most) : PatternNode
{
    public override bool IsNullable => Least == 0 || Part.IsNullable;

    public override long Cost => Math.Min(long.MaxValue / 1_000_000, Part.Cost * Math.Max(1, Math.Max(Least, Most ?? 1)));
}

/// <summary>One alternative of a whole pattern. Without anchors, it may match anywhere in the text.</summary>
internal sealed record PatternBranch(PatternNode Body, bool AtStart, bool AtEnd);
