using System.Text;
using System.Text.RegularExpressions;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>Where a grammar begins to hold.</summary>
/// <param name="TextBefore">What the first of the tokens contains before that place.</param>
/// <param name="Tokens">The tokens from there on, except the last one.</param>
internal sealed record Trigger(string TextBefore, IReadOnlyList<int> Tokens);

/// <summary>The answer so far, searched for a trigger with every token.</summary>
internal sealed class TriggerWatch(IReadOnlyList<string> patterns, Vocabulary vocabulary)
{
    private readonly Regex[] _patterns = [.. patterns.Select(pattern => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))];
    private readonly TextDecoder _decoder = new(vocabulary, spellsOut: _ => true);
    private readonly StringBuilder _text = new();
    private readonly List<Piece> _pieces = [];

    /// <summary>Takes the next token; not null if it completes a trigger.</summary>
    public Trigger? Append(int token)
    {
        if (!vocabulary.IsFragment(token))
            _text.Append(_decoder.Flush()); // half a character that nothing completes any more
        _pieces.Add(new(token, _text.Length, BeginsCharacter: !_decoder.HoldsBytesBack));
        _text.Append(_decoder.Append(token));
        var text = _text.ToString();
        foreach (var pattern in _patterns)
        {
            if (pattern.Match(text) is { Success: true } match)
                return At(Start(match), text);
        }

        return null;
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
