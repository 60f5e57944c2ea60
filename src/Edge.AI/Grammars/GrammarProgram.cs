using System.Runtime.InteropServices;

namespace Edge.AI.Grammars;

/// <summary>Compiled rules: positions that lead to each other, with repetitions written out. What following them costs is not known yet; a <see cref="Grammar"/> knows it.</summary>
internal sealed class GrammarProgram
{
    private readonly int[] _boundaries;

    public GrammarProgram(GrammarPosition[] positions, CharacterRanges[] sets, int[] starts)
    {
        (Positions, Sets, Starts) = (positions, sets, starts);
        _boundaries = [.. sets.SelectMany(set => set.Ranges).SelectMany(range => new[] { range.First, range.Last + 1 }).Distinct().Order()];
    }

    /// <summary>All positions. The first one is the end of every rule.</summary>
    public GrammarPosition[] Positions { get; }

    /// <summary>The characters that <see cref="GrammarStep.Character"/> positions match.</summary>
    public CharacterRanges[] Sets { get; }

    /// <summary>Where each rule begins. The first rule is the one for the whole text.</summary>
    public int[] Starts { get; }

    /// <summary>Returns the same number for characters that every element of the grammar treats alike.</summary>
    public int ClassOf(int character)
    {
        var at = Array.BinarySearch(_boundaries, character);
        return at >= 0 ? at + 1 : ~at;
    }
}

/// <summary>What a position of a <see cref="GrammarProgram"/> does.</summary>
internal enum GrammarStep : byte
{
    /// <summary>Matches a character of the set <see cref="GrammarPosition.First"/> and goes on at <see cref="GrammarPosition.Second"/>.</summary>
    Character,

    /// <summary>Matches the rule <see cref="GrammarPosition.First"/> and goes on at <see cref="GrammarPosition.Second"/>.</summary>
    Rule,

    /// <summary>Goes on at both <see cref="GrammarPosition.First"/> and <see cref="GrammarPosition.Second"/>.</summary>
    Fork,

    /// <summary>The rule ends.</summary>
    End,
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct GrammarPosition(GrammarStep Step, int First = 0, int Second = 0);
