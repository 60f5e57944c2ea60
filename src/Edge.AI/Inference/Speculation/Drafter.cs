namespace Edge.AI.Inference.Speculation;

/// <summary>
/// Guesses the next tokens of one slot: those that its grammar foretells; where it foretells none, those that followed the last time when the sequence had the tokens that it
/// ends with now, up to a place where the grammar foretells again.
/// </summary>
/// <param name="endsAnswer">Whether a token ends the answer. It is not drafted, because no token follows it.</param>
internal sealed class Drafter(Func<int, bool> endsAnswer)
{
    /// <summary>The most drafted tokens of a slot in a step.</summary>
    public const int MaxLength = 8;

    private readonly NgramIndex _index = new();
    private readonly Acceptance _acceptance = new();
    private readonly int[] _tokens = new int[MaxLength];
    private readonly double[] _chances = new double[MaxLength];
    private int _offered;
    private int _matched; // of the offered tokens, those before the foretold ones
    private int _observed; // how many of them the model chose

    /// <summary>The tokens that were taken into the batch.</summary>
    public ReadOnlySpan<int> Draft => _tokens.AsSpan(0, Length);

    /// <summary>The number of tokens that were taken into the batch.</summary>
    public int Length { get; private set; }

    /// <summary>The probability that the next offered token is accepted, together with all before it; 0 if no more tokens are offered.</summary>
    public double NextChance => Length < _offered ? _chances[Length] : 0;

    /// <summary>Begins a request with the tokens of its prompt.</summary>
    public void Start(ReadOnlySpan<int> prompt)
    {
        _index.Reset(prompt);
        Drop();
    }

    /// <summary>Observes a token that the model chose.</summary>
    public void Observe(int token)
    {
        if (_observed < _offered)
            ObserveOffered(token == _tokens[_observed]);
        if (_index.MatchLength > 0)
            _acceptance.Observe(_index.MatchLength, _index.IsContested(0), token == _index.Next);
        _index.Append(token);
    }

    /// <summary>Offers the tokens that probably come next.</summary>
    /// <param name="most">The most tokens; there may be none, and fewer.</param>
    /// <param name="foresight">Foretells tokens.</param>
    public void Offer(int most, IForesight foresight)
    {
        Drop();
        var room = _tokens.AsSpan(0, Math.Clamp(most, 0, MaxLength));
        if (room.IsEmpty || TryOfferForetold(room, foresight) || _index.MatchLength == 0)
            return;

        _index.CopyContinuation(room);
        while (_offered < room.Length && !endsAnswer(room[_offered]))
        {
            Add(_acceptance.Of(_index.MatchLength + _offered, _index.IsContested(_offered)));
            _matched = _offered;
            if (TryOfferForetold(room, foresight))
                break;
        }
    }

    /// <summary>Takes the next offered token.</summary>
    public void Take() => Length++;

    /// <summary>Drops the draft.</summary>
    public void Drop() => (_offered, Length, _matched, _observed) = (0, 0, 0, 0);

    /// <summary>Offers what is foretold behind the offered tokens. Returns whether nothing else can follow them.</summary>
    private bool TryOfferForetold(Span<int> room, IForesight foresight)
    {
        if (foresight.Foretell(room[.._offered], room[_offered..]) is not { } foretold)
        {
            _matched = --_offered; // the last one does not fit
            return true;
        }

        for (var left = foretold; left > 0; left--)
            Add(_acceptance.OfForetold);
        return foretold > 0;
    }

    private void Add(double chance)
    {
        _chances[_offered] = chance * (_offered > 0 ? _chances[_offered - 1] : 1);
        _offered++;
    }

    private void ObserveOffered(bool wasChosen)
    {
        if (_observed >= _matched)
            _acceptance.ObserveForetold(wasChosen);
        _observed = wasChosen ? _observed + 1 : _offered; // what was offered behind a wrong token says nothing
    }
}
