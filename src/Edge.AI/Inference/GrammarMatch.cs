using System.Collections;
using System.Text;
using Edge.AI.Grammars;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// How far an answer has come in its grammar, token by token. What a token may cost is limited, so that a grammar with very many ways ends
/// its own request instead of keeping the loop from the others.
/// </summary>
internal sealed class GrammarMatch
{
    /// <summary>Steps of work that it may take to try a token, to look through the vocabulary, and to look through few tokens: a few milliseconds each.</summary>
    private const long TokenWork = 90_000;

    private readonly Vocabulary _vocabulary;
    private readonly GrammarMatcher _matcher;
    private readonly TokenPieces _pieces;
    private readonly List<Place> _path = [];
    private byte[] _before = [];
    private Place _at;

    /// <param name="grammar">The grammar.</param>
    /// <param name="vocabulary">The model's tokens.</param>
    public GrammarMatch(Grammar grammar, Vocabulary vocabulary)
    {
        (_vocabulary, _matcher, _pieces) = (vocabulary, new(grammar.Program), TokenPieces.Of(vocabulary));
        _at = new(_matcher.Start(), 0, 0, 0);
    }

    /// <summary>Lets the answer say this before what follows the grammar.</summary>
    public void Expect(string textBefore)
    {
        _before = Encoding.UTF8.GetBytes(textBefore);
        _at = _at with { Before = _before.Length };
    }

    /// <summary>Goes on with a token if it fits and that can be found out with the work that a token may cost; else nothing changes.</summary>
    public bool TryAccept(int token)
    {
        try
        {
            return Accept(token);
        }
        catch (GrammarTooDearException)
        {
            return false; // a shorter token says the beginning of the same text for less
        }
    }

    /// <summary>All tokens that may come next.</summary>
    /// <exception cref="GrammarTooDearException">It can't be found out with the work that a token may cost.</exception>
    public BitArray Allowed()
    {
        Begin();
        var allowed = new BitArray(_vocabulary.Size);
        var deadAt = 0; // how many bytes of the token before were too many
        _path.Clear();
        _path.Add(_at);
        for (var place = 0; place < _pieces.Count; place++)
        {
            var shared = _pieces.SharedAt(place);
            if (place > 0 && shared >= deadAt)
                continue;

            var token = _pieces.TokenAt(place);
            deadAt = Walk(_pieces[token], shared);
            allowed[token] = deadAt > _pieces[token].Length && MayContinue(_path[^1]);
        }

        foreach (var end in _pieces.Ends)
            allowed[end] = _at.MayEnd;
        return allowed;
    }

    /// <summary>Those of some tokens that may come next, as far as they are found with the work that a token may cost.</summary>
    /// <exception cref="GrammarTooDearException">None was found with that.</exception>
    public HashSet<int> AllowedAmong(IEnumerable<int> tokens)
    {
        Begin();
        HashSet<int> allowed = [];
        var left = TokenWork;
        foreach (var token in tokens)
        {
            if (left <= 0)
                break;

            var share = Math.Min(left, GrammarCost.MaxCharacterWork); // so that a long token at the beginning leaves something for the others
            _matcher.Work.Allow(share);
            try
            {
                if (_vocabulary.IsEndOfGeneration(token) ? _at.MayEnd : _pieces[token] is { Length: > 0 } piece && Follow(_at, piece).State is not null)
                    allowed.Add(token);
            }
            catch (GrammarTooDearException)
            {
                // a less probable token may cost less
            }

            left -= share - _matcher.Work.Left;
        }

        return allowed.Count > 0 ? allowed : throw WorkBudget.Exceeded();
    }

    private bool Accept(int token)
    {
        Begin();
        if (_vocabulary.IsEndOfGeneration(token))
            return _at.MayEnd;
        if (_pieces[token] is not { Length: > 0 } piece || Follow(_at, piece) is not { State: not null } next)
            return false;

        _at = next;
        return true;
    }

    private void Begin()
    {
        _at = _at with { State = _matcher.Trim(_at.State!) };
        _matcher.Work.Allow(TokenWork);
    }

    /// <summary>Goes on along a token whose first bytes are on the path; how many of its bytes were too many, or more than it has.</summary>
    private int Walk(ReadOnlySpan<byte> piece, int from)
    {
        _path.RemoveRange(from + 1, _path.Count - from - 1);
        for (var at = from; at < piece.Length; at++)
        {
            if (After(_path[at], piece[at]) is not { State: not null } next)
                return at + 1;
            _path.Add(next);
        }

        return int.MaxValue;
    }

    private Place Follow(Place place, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            place = After(place, one);
            if (place.State is null)
                return default;
        }

        return MayContinue(place) ? place : default;
    }

    /// <summary>The place behind a byte; without a state if it can't come. What UTF-8 does not allow is kept away by <see cref="CharacterGuard"/>.</summary>
    private Place After(Place place, byte next)
    {
        if (place.Before > 0)
            return next == _before[^place.Before] ? place with { Before = place.Before - 1 } : default;

        if (place.Missing > 0)
        {
            if (next >> 6 != 0b10)
                return default;

            var character = (place.Begun << 6) | (next & 0x3F);
            return place.Missing > 1 ? new(place.State, character, place.Missing - 1, 0) : new(_matcher.After(place.State!, character), 0, 0, 0);
        }

        return next switch
        {
            < 0x80 => new(_matcher.After(place.State!, next), 0, 0, 0),
            < 0xC2 => default,
            < 0xE0 => new(place.State, next & 0x1F, 1, 0),
            < 0xF0 => new(place.State, next & 0x0F, 2, 0),
            < 0xF5 => new(place.State, next & 0x07, 3, 0),
            _ => default,
        };
    }

    /// <summary>Whether half a character, if the place is within one, can become one that fits.</summary>
    private bool MayContinue(Place place)
    {
        if (place.Missing == 0)
            return true;

        var bits = 6 * place.Missing;
        var first = place.Begun << bits;
        return _matcher.MayFollow(place.State!, first != 0 ? first : place.Missing == 2 ? 0x800 : 0x10000, first | ((1 << bits) - 1));
    }

    /// <param name="State">What may come next; null where nothing can.</param>
    /// <param name="Begun">The bits of a character that is not complete.</param>
    /// <param name="Missing">How many of its bytes are missing.</param>
    /// <param name="Before">How many bytes are still to come of what is said before the grammar is in force.</param>
    private readonly record struct Place(GrammarState? State, int Begun, int Missing, int Before)
    {
        public bool MayEnd => Before == 0 && State!.MayEnd;
    }
}
