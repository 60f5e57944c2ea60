using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// Lets the tokens of one answer pass: any until a trigger, from there on those that the grammar admits.
/// The trigger is looked for here rather than by llama.cpp's lazy sampler, which ends the process when a token reaches beyond its
/// trigger into something that the grammar does not admit, and on patterns that std::regex can't take.
/// </summary>
internal sealed class GrammarGuard : IDisposable
{
    private const string RootAfterText = "edge-root-after-text";

    private readonly GrammarConstraint _constraint;
    private readonly Vocabulary _vocabulary;
    private readonly CharacterGuard _characters;
    private TriggerWatch? _watch;
    private GrammarHandle _grammar;

    private GrammarGuard(GrammarConstraint constraint, Vocabulary vocabulary, GrammarHandle grammar)
    {
        (_constraint, _vocabulary, _grammar) = (constraint, vocabulary, grammar);
        _characters = new(vocabulary);
        _watch = constraint.IsLazy ? new(constraint.TriggerPatterns ?? [], vocabulary) : null;
    }

    /// <exception cref="EdgeOptionException">The grammar can't be used.</exception>
    public static GrammarGuard Create(GrammarConstraint constraint, Vocabulary vocabulary)
    {
        GbnfCheck.Demand(constraint.Gbnf, constraint.Root);
        return new(constraint, vocabulary, GrammarHandle.Create(vocabulary, constraint.Gbnf, constraint.Root));
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

        if (_constraint.TriggerTokens?.Contains(token) == true)
            _watch = null;
        else if (_watch.Append(token) is { } trigger)
            StartAt(trigger);
        else
            return true;

        return TryAcceptUnderGrammar(token);
    }

    /// <summary>Keeps the candidates that may come next, once the grammar is in force.</summary>
    public void Narrow(TokenCandidates candidates) => candidates.Narrow(_grammar, MayFollow);

    public void Dispose() => _grammar.Dispose();

    private void StartAt(Trigger trigger)
    {
        _watch = null;
        if (trigger.TextBefore.Length > 0)
        {
            _grammar.Dispose();
            _grammar = GrammarHandle.Create(
                _vocabulary, $"{_constraint.Gbnf}\n{RootAfterText} ::= {Gbnf.Literal(trigger.TextBefore)} {_constraint.Root}\n", RootAfterText);
        }

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
        _vocabulary.IsControl(token) && !_vocabulary.IsEndOfGeneration(token)
        && _constraint.ControlTokens?.Contains(token) != true && _constraint.TriggerTokens?.Contains(token) != true;
}
