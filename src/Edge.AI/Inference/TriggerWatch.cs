using System.Text.RegularExpressions;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>The place where a grammar begins.</summary>
/// <param name="TextBefore">The part of the first token before that place.</param>
/// <param name="Tokens">The tokens from that place on, except the last one.</param>
internal sealed record Trigger(string TextBefore, IReadOnlyList<int> Tokens);

/// <summary>Searches the answer for a trigger, with every new token.</summary>
internal sealed class TriggerWatch(IReadOnlyList<Regex> patterns, Vocabulary vocabulary)
{
    /// <summary>The most characters of a trigger, far more than any marker has.</summary>
    private const int LongestTrigger = 512;

    private readonly TextDecoder _decoder = new(vocabulary, spellsOut: _ => true);
    private readonly List<Piece> _pieces = [];
    private char[] _text = new char[LongestTrigger];
    private int _length;

    /// <summary>Appends the next token. Returns the trigger if the token completes one.</summary>
    public Trigger? Append(int token)
    {
        if (!vocabulary.IsFragment(token))
            Add(_decoder.Flush()); // an incomplete character that will not be completed
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

    /// <summary>Whether there is a match from a place on. An anchor still means the beginning of the answer.</summary>
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
        var first = _pieces.FindLastIndex(piece => piece.Start <= start && piece.BeginsCharacter); // a grammar matches whole characters
        var tokens = _pieces.Skip(first).SkipLast(1).Select(piece => piece.Token);
        return new(text[_pieces[first].Start..start], [.. tokens]);
    }

    private readonly record struct Piece(int Token, int Start, bool BeginsCharacter);
}
