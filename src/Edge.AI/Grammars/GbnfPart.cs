namespace Edge.AI.Grammars;

/// <summary>A part of a rule, as the notation has it: repetitions are not written out yet.</summary>
internal abstract record GbnfPart;

/// <summary>One character of a set.</summary>
internal sealed record GbnfCharacter(CharacterRanges Set) : GbnfPart;

/// <summary>A rule by its name.</summary>
internal sealed record GbnfReference(GbnfRule Rule) : GbnfPart;

/// <summary>Parts that follow each other; none for the empty text.</summary>
internal sealed record GbnfSequence(IReadOnlyList<GbnfPart> Parts) : GbnfPart;

/// <summary>One of several parts.</summary>
internal sealed record GbnfChoice(IReadOnlyList<GbnfPart> Alternatives) : GbnfPart;

/// <param name="Part">What is repeated.</param>
/// <param name="Least">How often at least.</param>
/// <param name="Most">How often at most; null for any number of times.</param>
internal sealed record GbnfRepetition(GbnfPart Part, int Least, int? Most) : GbnfPart;
