using System.Text.RegularExpressions;

namespace Edge.AI.Grammars;

/// <summary>What an answer must look like: a grammar that holds from the first token, or, with triggers, from a marker in the text on.</summary>
/// <param name="Gbnf">The rules, in llama.cpp's notation. Token elements such as <c>&lt;[5]&gt;</c> are refused: name the token's text instead.</param>
/// <param name="Root">The rule that the answer, or its part from the marker on, consists of.</param>
/// <param name="TriggerPatterns">
/// Regular expressions, any of which makes the grammar hold. It is searched for in the answer so far, control tokens included; the grammar
/// applies from the first group that matched something, else from the match on.
/// </param>
/// <param name="TriggerTokens">Tokens, any of which makes the grammar hold; the grammar applies from that token on.</param>
/// <param name="ControlTokens">Control tokens that the grammar may ask for; no other control token is let into what it governs.</param>
internal sealed record GrammarConstraint(
    string Gbnf,
    string Root = "root",
    IReadOnlyList<string>? TriggerPatterns = null,
    IReadOnlyList<int>? TriggerTokens = null,
    IReadOnlyCollection<int>? ControlTokens = null)
{
    private Compiled? _compiled;

    /// <summary>Whether the answer is free until a marker.</summary>
    public bool IsLazy => TriggerPatterns is { Count: > 0 } || TriggerTokens is { Count: > 0 };

    /// <summary>The same grammar, for an answer that says anything until a marker, and what the grammar admits behind it.</summary>
    public GrammarConstraint After(string marker)
    {
        const string BehindMarker = "edge-root-behind-marker";
        return this with
        {
            Gbnf = $"{Gbnf}\n{BehindMarker} ::= {Grammars.Gbnf.Literal(marker)} [ \\n]{{0,4}} {Root}\n",
            Root = BehindMarker,
            TriggerPatterns = [Regex.Escape(marker)],
        };
    }

    /// <summary>The grammar, ready to be followed; compiled once.</summary>
    /// <exception cref="EdgeOptionException">The grammar can't be used.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal GrammarProgram Compile(CancellationToken cancellation = default)
    {
        if (_compiled is { } known && ReferenceEquals(known.Gbnf, Gbnf) && known.Root == Root)
            return known.Program;

        var program = GrammarProgram.Compile(Gbnf, Root, cancellation);
        _compiled = new(Gbnf, Root, program);
        return program;
    }

    /// <summary>A copy of the constraint with other rules must not take the program along.</summary>
    private sealed record Compiled(string Gbnf, string Root, GrammarProgram Program);
}
