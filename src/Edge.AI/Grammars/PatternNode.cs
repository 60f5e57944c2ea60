namespace Edge.AI.Grammars;

/// <summary>A part of a regular expression.</summary>
internal abstract record PatternNode
{
    /// <summary>Whether it matches nothing at all.</summary>
    public abstract bool IsNullable { get; }

    /// <summary>How many rules and characters it takes with every repetition written out, which is what makes patterns explode.</summary>
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

/// <param name="Part">What is repeated.</param>
/// <param name="Least">How often at least.</param>
/// <param name="Most">How often at most; null for any number of times.</param>
internal sealed record PatternRepeat(PatternNode Part, int Least, int? Most) : PatternNode
{
    public override bool IsNullable => Least == 0 || Part.IsNullable;

    public override long Cost => Math.Min(long.MaxValue / 1_000_000, Part.Cost * Math.Max(1, Math.Max(Least, Most ?? 1)));
}

/// <summary>One alternative of a whole pattern, which may begin and end anywhere in the text unless it is anchored.</summary>
internal sealed record PatternBranch(PatternNode Body, bool AtStart, bool AtEnd);
