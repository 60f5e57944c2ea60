namespace Edge.AI.Inference.Speculation;

/// <summary>
/// Guesses the next tokens of one slot: those that its grammar foretells, or those that followed the last time when the sequence had the tokens that it ends with now.
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
    private int _foretold;
    private int _observed;

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
        if (_observed < _foretold)
            ObserveForetold(token == _tokens[_observed]);
        if (_index.MatchLength > 0)
            _acceptance.Observe(_index.MatchLength, _index.IsContested(0), token == _index.Next);
        _index.Append(token);
    }

    /// <summary>Offers the tokens that probably come next.</summary>
    /// <param name="most">The most tokens; there may be none, and fewer.</param>
    /// <param name="foretold">The tokens that the grammar foretells; not more than <paramref name="most"/> or <see cref="MaxLength"/>.</param>
    public void Offer(int most, ReadOnlySpan<int> foretold = default)
    {
        Drop();
        if (most <= 0)
            return;

        if (foretold.Length > 0)
            OfferForetold(foretold);
        else if (_index.MatchLength > 0)
            OfferMatch(Math.Min(most, MaxLength));
    }

    /// <summary>Takes the next offered token.</summary>
    public void Take() => Length++;

    /// <summary>Drops the draft.</summary>
    public void Drop() => (_offered, Length, _foretold, _observed) = (0, 0, 0, 0);

    private void OfferForetold(ReadOnlySpan<int> tokens)
    {
        tokens.CopyTo(_tokens);
        _foretold = _offered = tokens.Length;
        var chance = 1.0;
        for (var at = 0; at < _offered; at++)
            _chances[at] = chance *= _acceptance.OfForetold;
    }

    private void ObserveForetold(bool wasChosen)
    {
        _acceptance.ObserveForetold(wasChosen);
        _observed = wasChosen ? _observed + 1 : _foretold; // what was foretold behind a wrong token says nothing
    }

    private void OfferMatch(int most)
    {
        var tokens = _tokens.AsSpan(0, most);
        _index.CopyContinuation(tokens);
        var chance = 1.0;
        for (; _offered < tokens.Length && !endsAnswer(tokens[_offered]); _offered++)
            _chances[_offered] = chance *= _acceptance.Of(_index.MatchLength + _offered, _index.IsContested(_offered));
    }
}
