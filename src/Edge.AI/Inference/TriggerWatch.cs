using System.Text.RegularExpressions;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>Where a grammar begins to hold.</summary>
/// <param name="TextBefore">What the first of the tokens contains before that place.</param>
/// <param name="Tokens">The tokens from there on, except the last one.</param>
internal sealed record Trigger(string TextBefore, IReadOnlyList<int> Tokens);

/// <summary>The answer so far, searched for a trigger with every token.</summary>
internal sealed class TriggerWatch(IReadOnlyList<Regex> patterns, Vocabulary vocabulary)
{
    /// <summary>How far back a trigger that the next token completes may begin, in characters: far beyond any marker.</summary>
    private const int LongestTrigger = 512;

    private readonly TextDecoder _decoder = new(vocabulary, spellsOut: _ => true);
    private readonly List<Piece> _pieces = [];
    private char[] _text = new char[LongestTrigger];
    private int _length;

    /// <summary>Takes the next token; not null if it completes a trigger.</summary>
    public Trigger? Append(int token)
    {
        if (!vocabulary.IsFragment(token))
            Add(_decoder.Flush()); // half a character that nothing completes any more
        _pieces.Add(new(token, _length, BeginsCharacter: !_decoder.HoldsBytesBack));
        var added = _decoder.Append(token);
        Add(added);
        foreach (var pattern in patterns)
        {
            if (Completes(pattern, Math.Max(0, _length - added.Length - LongestTrigger)))
            {
                var text = new string(_text, 0, _length);
                return At(Start(pattern.Match(text)), text);
            }
        }

        return null;
    }

    private void Add(string text)
    {
        if (_length + text.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + text.Length));
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Whether there is a match from some place on; the whole answer is searched once, when there is. An anchor still means the answer's beginning.</summary>
    private bool Completes(Regex pattern, int from)
    {
        foreach (var _ in pattern.EnumerateMatches(_text.AsSpan(0, _length), from))
            return true;

        return false;
    }

    private static int Start(Match match) =>
        match.Groups.Cast<Group>().Skip(1).FirstOrDefault(group => group.Length > 0)?.Index ?? match.Index;

    private Trigger At(int start, string text)
    {
        var first = _pieces.FindLastIndex(piece => piece.Start <= start && piece.BeginsCharacter); // a grammar can't ask for half a character
        var tokens = _pieces.Skip(first).SkipLast(1).Select(piece => piece.Token);
        return new(text[_pieces[first].Start..start], [.. tokens]);
    }

    private readonly record struct Piece(int Token, int Start, bool BeginsCharacter);
}
