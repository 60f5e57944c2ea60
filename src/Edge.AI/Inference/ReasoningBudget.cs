using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>Watches the tokens of one answer and ends the reasoning when it has become too long.</summary>
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
        _state = limit.IsOpen ? State.Thinking : State.Beginning;
        CloseIfSpent();
    }

    private enum State
    {
        Beginning,
        Thinking,
        Over,
    }

    /// <summary>The token that must come next; null if the model may choose.</summary>
    public int? Next => _closing.TryPeek(out var token) ? token : null;

    /// <summary>Takes the token that came.</summary>
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

    /// <summary>Gives up forcing, because what must come next may not.</summary>
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
            (_state, _seen) = (State.Thinking, "");
            CloseIfSpent();
        }
        else if (!_limit.Open.AsSpan().StartsWith(text, StringComparison.Ordinal))
        {
            _state = State.Over; // it answers without the reasoning
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

    /// <summary>Never in the middle of a character, which would be lost.</summary>
    private void CloseIfSpent()
    {
        if (_state != State.Thinking || _tokens < _limit.MaxTokens || _decoder.HoldsBytesBack)
            return;

        foreach (var token in _limit.ClosingTokens)
            _closing.Enqueue(token);
        _state = State.Over;
    }
}
