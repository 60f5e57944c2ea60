using Edge.AI.Grammars;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// Lets the tokens of one answer pass: any until a trigger, from there on those that the grammar admits.
/// The grammar is followed here rather than by llama.cpp, which can't be stopped while it does so, and which ends the process where a
/// token does not fit.
/// </summary>
internal sealed class GrammarGuard
{
    /// <summary>How many of the most probable tokens are tried where looking at all of them costs too much.</summary>
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
    /// Goes on with a token if it may come next. If it may not, nothing has changed, except that a token which completed a trigger and
    /// reached too far leaves the grammar in force, at the trigger's beginning.
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

    /// <summary>Keeps the candidates that may come next, once the grammar is in force; false if that costs too much, and nothing has changed.</summary>
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
            return false; // a grammar that lets many tokens pass is dear to look through; the caller tries the most probable ones
        }
    }

    /// <summary>Keeps those of few candidates that may come next.</summary>
    /// <exception cref="GenerationException">It costs too much to find one.</exception>
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

    /// <summary>A control token's text is no part of the answer, so it can't be what the grammar asks for, unless the request knows of it.</summary>
    private bool IsBarred(int token) =>
        _vocabulary.IsControl(token) && !_vocabulary.IsEndOfGeneration(token) && !_constraint.ControlTokens.Contains(token);
}
