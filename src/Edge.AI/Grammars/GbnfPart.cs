namespace Edge.AI.Grammars;

/// <summary>A part of a rule, before repetitions are written out.</summary>
internal abstract record GbnfPart;

/// <summary>One character of a set.</summary>
internal sealed record GbnfCharacter(CharacterRanges Set) : GbnfPart;

/// <summary>A reference to a rule.</summary>
internal sealed record GbnfReference(GbnfRule Rule) : GbnfPart;

/// <summary>Parts that follow each other; empty for the empty text.</summary>
internal sealed record GbnfSequence(IReadOnlyList<GbnfPart> Parts) : GbnfPart;

/// <summary>One of several parts.</summary>
internal sealed record GbnfChoice(IReadOnlyList<GbnfPart> Alternatives) : GbnfPart;

/// <param name="Part">The repeated part.</param>
/// <param name="Least">The minimum number of repetitions.</param>
/// <param name="Most">The maximum number of repetitions; null for no limit.</param>
internal sealed record GbnfRepetition(GbnfPart Part, int Least, int? Most) : GbnfPart;
