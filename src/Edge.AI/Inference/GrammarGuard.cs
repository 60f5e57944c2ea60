using Edge.AI.Grammars;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// Filters the tokens of one answer: any token is allowed up to a trigger; after that, only those that the grammar allows. llama.cpp's own grammars are not used: they cannot
/// be interrupted, and they end the process if a token does not fit.
/// </summary>
internal sealed class GrammarGuard
{
    /// <summary>How many of the most probable tokens are tried if trying all tokens costs too much.</summary>
    public const int FewTokens = 256;

    private readonly GrammarConstraint _constraint;
    private readonly Vocabulary _vocabulary;
    private readonly CharacterGuard _characters;
    private TriggerWatch? _watch;
    private readonly GrammarMatch _grammar;

    public GrammarGuard(GrammarConstraint constraint, Vocabulary vocabulary)
    {
        (_constraint, _vocabulary, _grammar) = (constraint, vocabulary, new(constraint.Grammar, vocabulary));
        _characters = new(vocabulary);
        _watch = constraint.Triggers.Count > 0 ? new(constraint.Triggers, vocabulary) : null;
    }

    /// <summary>
    /// Accepts a token if it is allowed. Otherwise nothing changes, with one exception: after a token that completes a trigger and does not fit the grammar, the grammar
    /// applies from the beginning of the trigger.
    /// </summary>
    public bool TryAccept(int token)
    {
        if (_watch is null)
            return MayFollow(token) && TryAcceptUnderGrammar(token);
        if (_vocabulary.IsEndOfGeneration(token))
            return true;

        if (_watch.Append(token) is not { } trigger)
            return true;

        StartAt(trigger);
        return TryAcceptUnderGrammar(token);
    }

    /// <inheritdoc cref="GrammarMatch.Foretell" />
    public int? Foretell(ReadOnlySpan<int> draft, Span<int> tokens) => _watch is null ? _grammar.Foretell(draft, tokens) : 0;

    /// <summary>Keeps the candidates that the grammar allows. Returns false if that costs too much; then nothing has changed.</summary>
    public bool TryNarrow(TokenCandidates candidates)
    {
        try
        {
            var allowed = _grammar.Allowed();
            candidates.Narrow(token => allowed[token] && MayFollow(token));
            return true;
        }
        catch (GrammarTooDearException)
        {
            return false; // a grammar that allows many tokens is expensive to search; the caller tries the most probable tokens
        }
    }

    /// <summary>Keeps the allowed ones of a few candidates.</summary>
    /// <exception cref="GenerationException">Finding an allowed token costs too much.</exception>
    public void NarrowFew(TokenCandidates candidates)
    {
        try
        {
            var allowed = _grammar.AllowedAmong(candidates.ByLogit().Where(MayFollow));
            candidates.Narrow(allowed.Contains);
        }
        catch (GrammarTooDearException e)
        {
            throw new GenerationException(
                "The grammar has too many ways to continue the answer, so each token would take too long.",
                innerException: e,
                hint: "Make the grammar or the schema less ambiguous: use fewer alternatives that begin alike, and fewer adjacent repetitions of the same characters.");
        }
    }

    private void StartAt(Trigger trigger)
    {
        _watch = null;
        _grammar.Expect(trigger.TextBefore);
        foreach (var token in trigger.Tokens)
        {
            if (!TryAcceptUnderGrammar(token))
                throw new GenerationException("The grammar does not begin with the text that its trigger matched.");
        }
    }

    private bool TryAcceptUnderGrammar(int token)
    {
        if (!_grammar.TryAccept(token))
            return false;

        _characters.Accept(token);
        return true;
    }

    private bool MayFollow(int token) => !IsBarred(token) && _characters.Admits(token);

    /// <summary>A control token has no text in the answer, so it cannot match the grammar, unless the request lists it.</summary>
    private bool IsBarred(int token) =>
        _vocabulary.IsControl(token) && !_vocabulary.IsEndOfGeneration(token) && !_constraint.ControlTokens.Contains(token);
}
