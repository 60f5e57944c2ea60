namespace Edge.AI.Inference.Speculation;

/// <summary>
/// Guesses the next tokens of one slot: those that its grammar foretells, and where it foretells none, those that followed the last time when the sequence had the tokens that it ends
/// with, as if the tokens that are guessed already were part of it.
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
    private readonly bool[] _foretold = new bool[MaxLength];
    private int _offered;
    private int _observed; // how many of them the model chose

    /// <summary>The tokens that were taken into the batch.</summary>
    public ReadOnlySpan<int> Draft => _tokens.AsSpan(0, Length);

    /// <summary>The number of tokens that were taken into the batch.</summary>
    public int Length { get; private set; }

    /// <summary>The probability that the next offered token is accepted, together with all before it; 0 if no more tokens are offered.</summary>
    public double NextChance => Length < _offered ? _chances[Length] : 0;

    /// <summary>The number of tokens that the slot is expected to get from the step: the one it gets without a draft, and those that were taken.</summary>
    public double Expected { get; private set; } = 1;

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
            _acceptance.Observe(_index.MatchLength, _index.IsContested, token == _index.Next);
        _index.Append(token);
    }

    /// <summary>Offers the tokens that probably come next.</summary>
    /// <param name="most">The most tokens; there may be none, and fewer.</param>
    /// <param name="foresight">Foretells tokens.</param>
    public void Offer(int most, IForesight foresight)
    {
        Drop();
        var room = _tokens.AsSpan(0, Math.Clamp(most, 0, MaxLength));
        var here = _index.Here;
        while (!room.IsEmpty)
        {
            if (foresight.Foretell(room[.._offered], room[_offered..]) is not { } foretold)
            {
                _offered = Math.Max(0, _offered - 1); // the last one does not fit
                break;
            }

            for (var end = _offered + foretold; _offered < end;)
                Add(room[_offered], _acceptance.OfForetold, isForetold: true);
            if (_offered == room.Length || _index.MatchLength == 0 || endsAnswer(_index.Next))
                break;

            Add(_index.Next, _acceptance.Of(_index.MatchLength, _index.IsContested), isForetold: false);
        }

        _index.Return(here);
    }

    /// <summary>Takes the next offered token.</summary>
    public void Take() => Expected += _chances[Length++];

    /// <summary>Puts the token back that was taken last.</summary>
    public void PutBack() => Expected -= _chances[--Length];

    /// <summary>Drops the draft.</summary>
    public void Drop() => (_offered, Length, Expected, _observed) = (0, 0, 1, 0);

    private void Add(int token, double chance, bool isForetold)
    {
        _tokens[_offered] = token;
        _chances[_offered] = chance * (_offered > 0 ? _chances[_offered - 1] : 1);
        _foretold[_offered++] = isForetold;
        _index.Append(token);
    }

    private void ObserveOffered(bool wasChosen)
    {
        if (_foretold[_observed])
            _acceptance.ObserveForetold(wasChosen);
        _observed = wasChosen ? _observed + 1 : _offered; // what was offered behind a wrong token says nothing
    }
}
