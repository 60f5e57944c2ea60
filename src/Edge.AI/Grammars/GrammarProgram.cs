using System.Runtime.InteropServices;

namespace Edge.AI.Grammars;

/// <summary>
/// A grammar with its repetitions written out, as positions that lead to each other. It never changes, so that any number of answers can
/// follow it at once.
/// </summary>
internal sealed class GrammarProgram
{
    private readonly int[] _boundaries;

    private GrammarProgram(GrammarPosition[] positions, CodePoints[] sets, int[] starts, int root) =>
        (Positions, Sets, Starts, Root, _boundaries) = (positions, sets, starts, root, [.. sets.SelectMany(set => set.Ranges).SelectMany(range => new[] { range.First, range.Last + 1 }).Distinct().Order()]);

    public GrammarPosition[] Positions { get; }

    /// <summary>The characters that <see cref="GrammarStep.Character"/> positions match.</summary>
    public CodePoints[] Sets { get; }

    /// <summary>Where each rule begins.</summary>
    public int[] Starts { get; }

    /// <summary>The rule of the whole text.</summary>
    public int Root { get; }

    /// <exception cref="EdgeOptionException">The grammar can't be used; the message says why and where.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static GrammarProgram Compile(string gbnf, string root = "root", CancellationToken cancellation = default)
    {
        var program = new GrammarCompiler(GbnfCheck.Read(gbnf, root, cancellation), cancellation).Compile(root);
        GrammarCost.Demand(program);
        return program;
    }

    public static GrammarProgram Of(List<GrammarPosition> positions, List<CodePoints> sets, List<int> starts) => new([.. positions], [.. sets], [.. starts], root: 0);

    /// <summary>A number that characters share which no element of the grammar tells apart.</summary>
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
