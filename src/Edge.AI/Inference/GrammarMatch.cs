using System.Collections;
using System.Text;
using Edge.AI.Grammars;
using Edge.AI.Inference.Speculation;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// The position of one answer in its grammar. The cost of each token is limited, so that a very ambiguous grammar fails its own request instead of blocking other requests.
/// </summary>
internal sealed class GrammarMatch
{
    /// <summary>The most steps of work to try a token, to search the vocabulary, or to search a few tokens. They take a few milliseconds.</summary>
    private const long TokenWork = 90_000;

    private readonly Vocabulary _vocabulary;
    private readonly GrammarMatcher _matcher;
    private readonly TokenPieces _pieces;
    private readonly List<Place> _path = [];
    private byte[] _before = [];
    private SpaceHabit? _spaces; // only if the text is foretold
    private Place _at;

    /// <param name="grammar">The grammar.</param>
    /// <param name="vocabulary">The model's tokens.</param>
    public GrammarMatch(Grammar grammar, Vocabulary vocabulary)
    {
        (_vocabulary, _matcher, _pieces) = (vocabulary, new(grammar.Program), TokenPieces.Of(vocabulary));
        _at = new(_matcher.Start(), 0, 0, 0);
    }

    /// <summary>Allows this text before the text that follows the grammar.</summary>
    public void Expect(string textBefore)
    {
        _before = Encoding.UTF8.GetBytes(textBefore);
        _at = _at with { Before = _before.Length };
    }

    /// <summary>Accepts a token if it fits and the work for it is within the limit. Otherwise nothing changes.</summary>
    public bool TryAccept(int token)
    {
        try
        {
            return Accept(token);
        }
        catch (GrammarTooDearException)
        {
            return false; // a shorter token for the beginning of the same text costs less
        }
    }

    /// <summary>Returns all allowed tokens.</summary>
    /// <exception cref="GrammarTooDearException">The work exceeds the limit.</exception>
    public BitArray Allowed()
    {
        Begin();
        var allowed = new BitArray(_vocabulary.Size);
        var deadAt = 0; // how many bytes of the previous token fitted, plus one; more than its length if all fitted
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

    /// <summary>Returns the allowed ones of some tokens, as far as the limit of work permits.</summary>
    /// <exception cref="GrammarTooDearException">None was found within the limit of work.</exception>
    public HashSet<int> AllowedAmong(IEnumerable<int> tokens)
    {
        Begin();
        HashSet<int> allowed = [];
        var left = TokenWork;
        foreach (var token in tokens)
        {
            if (left <= 0)
                break;

            var share = Math.Min(left, GrammarCost.MaxCharacterWork); // so that one long token does not use up the work for the others
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

    /// <summary>
    /// Foretells the tokens behind a draft where the grammar leaves no choice but white space: the names of a schema's properties, and the marks between its values. The model
    /// may still divide the same text into other tokens.
    /// </summary>
    /// <param name="draft">The tokens that are expected before them; there may be none.</param>
    /// <param name="tokens">Receives the tokens.</param>
    /// <returns>How many tokens were foretold; null if the draft does not fit.</returns>
    public int? Foretell(ReadOnlySpan<int> draft, Span<int> tokens)
    {
        Span<byte> text = stackalloc byte[64];
        if (ForetellText(draft, tokens.IsEmpty ? [] : text) is not { } length)
            return null;
        if (length == 0)
            return 0;

        var foretold = _vocabulary.TokenizeContinuation(text[..length]);
        var count = Math.Min(foretold.Length, tokens.Length);
        foretold.AsSpan(0, count).CopyTo(tokens);
        return count;
    }

    private int? ForetellText(ReadOnlySpan<int> draft, Span<byte> text)
    {
        _spaces ??= new();
        var (length, end) = (0, 0); // white space at the end belongs to the token behind it, which is not known
        try
        {
            Begin();
            var (place, before) = (_at, _spaces.At);
            foreach (var token in draft)
            {
                place = Follow(place, _pieces[token]);
                if (place.State is null)
                    return null;

                before = before.After(_pieces[token]);
            }

            while (text.Length - length >= 4 && Next(place, before) is { } next && Rune.TryCreate(next, out var character))
            {
                var bytes = text.Slice(length, character.EncodeToUtf8(text[length..]));
                place = Follow(place, bytes);
                if (place.State is null)
                    break;

                length += bytes.Length;
                before = before.After(bytes);
                end = SpaceHabit.IsSpace(bytes[^1]) ? end : length;
            }
        }
        catch (GrammarTooDearException)
        {
            // what was foretold so far is still right
        }

        return end;
    }

    /// <summary>The character that certainly or probably comes next; null if that is open.</summary>
    private int? Next(Place place, SpaceHabit.Place before)
    {
        if (place is { Before: > 0 } or { Missing: > 0 } || _matcher.Foresee(place.State!) is not { Only: { } only } foresight)
            return null;
        if (!foresight.MayBeSpace)
            return only;

        return _spaces!.Next(before) is not { } usual ? null : SpaceHabit.IsSpace(usual) ? usual : only;
    }

    private bool Accept(int token)
    {
        Begin();
        if (_vocabulary.IsEndOfGeneration(token))
            return _at.MayEnd;
        if (_pieces[token] is not { Length: > 0 } piece || Follow(_at, piece) is not { State: not null } next)
            return false;

        LearnSpaces(piece);
        _at = next;
        return true;
    }

    private void LearnSpaces(ReadOnlySpan<byte> piece)
    {
        if (_spaces is null)
            return;

        var place = _at;
        foreach (var one in piece)
        {
            _spaces.Observe(one, place is { Before: 0, Missing: 0 } && _matcher.Foresee(place.State!).MayBeSpace);
            place = After(place, one);
        }
    }

    private void Begin()
    {
        _at = _at with { State = _matcher.Trim(_at.State!) };
        _matcher.Work.Allow(TokenWork);
    }

    /// <summary>Follows a token whose first bytes are on the path. Returns the number of the byte that did not fit, or more than its length.</summary>
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

    /// <summary>Returns the place after a byte, without a state if the byte is not allowed. Invalid UTF-8 is rejected by <see cref="CharacterGuard"/>.</summary>
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

    /// <summary>Whether an incomplete character can become an allowed one.</summary>
    private bool MayContinue(Place place)
    {
        if (place.Missing == 0)
            return true;

        var bits = 6 * place.Missing;
        var first = place.Begun << bits;
        return _matcher.MayFollow(place.State!, first != 0 ? first : place.Missing == 2 ? 0x800 : 0x10000, first | ((1 << bits) - 1));
    }

    /// <param name="State">What may come next; null if nothing may.</param>
    /// <param name="Begun">The bits of the incomplete character.</param>
    /// <param name="Missing">How many bytes of that character are missing.</param>
    /// <param name="Before">How many bytes are left of the text before the grammar.</param>
    private readonly record struct Place(GrammarState? State, int Begun, int Missing, int Before)
    {
        public bool MayEnd => Before == 0 && State!.MayEnd;
    }
}
