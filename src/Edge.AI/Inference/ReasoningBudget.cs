using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>Counts the tokens of the reasoning in one answer, and ends a reasoning that is too long.</summary>
internal sealed class ReasoningBudget
{
    private readonly ReasoningLimit _limit;
    private readonly TextDecoder _decoder;
    private readonly Queue<int> _closing = new();
    private string _seen = "";
    private int _tokens;
    private State _state;

    public ReasoningBudget(ReasoningLimit limit, Vocabulary vocabulary)
    {
        (_limit, _decoder) = (limit, new(vocabulary, spellsOut: _ => true));
        _state = limit.IsOpen ? State.Reasoning : State.Beginning;
        CloseIfSpent();
    }

    private enum State
    {
        Beginning,
        Reasoning,
        Over,
    }

    /// <summary>The token that must be generated next; null if the model may choose.</summary>
    public int? Next => _closing.TryPeek(out var token) ? token : null;

    /// <summary>Observes a generated token.</summary>
    public void Observe(int token)
    {
        if (_closing.TryDequeue(out _) || _state == State.Over)
            return;

        _seen += _decoder.Append(token);
        if (_state == State.Beginning)
            LookForBeginning();
        else
            LookForEnd();
    }

    /// <summary>Stops forcing tokens, because the grammar does not allow the next one.</summary>
    public void GiveUp()
    {
        _closing.Clear();
        _state = State.Over;
    }

    private void LookForBeginning()
    {
        var text = _seen.AsSpan().TrimStart();
        if (text.StartsWith(_limit.Open, StringComparison.Ordinal))
        {
            (_state, _seen) = (State.Reasoning, "");
            CloseIfSpent();
        }
        else if (!_limit.Open.AsSpan().StartsWith(text, StringComparison.Ordinal))
        {
            _state = State.Over; // it answers without reasoning
        }
    }

    private void LookForEnd()
    {
        if (_seen.Contains(_limit.Close, StringComparison.Ordinal))
        {
            _state = State.Over;
            return;
        }

        _seen = _seen[Math.Max(0, _seen.Length - _limit.Close.Length)..];
        _tokens++;
        CloseIfSpent();
    }

    /// <summary>It does not close the reasoning inside of a character, which would be lost.</summary>
    private void CloseIfSpent()
    {
        if (_state != State.Reasoning || _tokens < _limit.MaxTokens || _decoder.HoldsBytesBack)
            return;

        foreach (var token in _limit.ClosingTokens)
            _closing.Enqueue(token);
        _state = State.Over;
    }
}
