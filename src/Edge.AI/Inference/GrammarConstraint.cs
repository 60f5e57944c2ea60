using System.Text.RegularExpressions;
using Edge.AI.Grammars;

namespace Edge.AI.Inference;

/// <summary>The grammar of one answer, and where in the answer it begins.</summary>
/// <param name="Grammar">The rules.</param>
internal sealed record GrammarConstraint(Grammar Grammar)
{
    /// <summary>
    /// Expressions, any of which puts the grammar in force. They are searched for in the answer so far, control tokens included; the grammar applies from the first
    /// group that matched something, or from the match if there is none. Without triggers, the grammar applies from the first token.
    /// </summary>
    public IReadOnlyList<Regex> Triggers { get; init; } = [];

    /// <summary>Control tokens that the grammar may ask for. No other control token is allowed where the grammar applies.</summary>
    public IReadOnlyCollection<int> ControlTokens { get; init; } = [];

    /// <summary>Makes a trigger of a regular expression.</summary>
    public static Regex Trigger(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>A constraint for an answer that may say anything up to a marker, and follows the grammar after it.</summary>
    public static GrammarConstraint Behind(string marker, Grammar grammar, CancellationToken cancellationToken = default) =>
        new(grammar.Behind(marker, cancellationToken)) { Triggers = [Trigger(Regex.Escape(marker))] };
}
