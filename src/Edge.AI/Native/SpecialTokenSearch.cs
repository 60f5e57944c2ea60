using Edge.AI.Native.Structs;

namespace Edge.AI.Native;

/// <summary>
/// Finds the special tokens in a text, as llama.cpp would (longer tokens first, each from left to right), but only where they are allowed: control tokens and markers must be
/// completely in trusted text. It takes one pass over the text.
/// </summary>
internal sealed class SpecialTokenSearch
{
    private readonly SpecialTokenAutomaton _automaton;
    private readonly string _text;
    private readonly IReadOnlyList<TextRange> _trusted;
    private readonly bool[] _isHere;
    private readonly List<int> _here = [];
    private readonly List<TextPart> _found = [];
    private readonly List<TextPart> _parts = [];
    private SpecialToken? _before;
    private bool _isBehindCut;
    private int _end;

    private SpecialTokenSearch(SpecialTokenAutomaton automaton, string text, IReadOnlyList<TextRange> trusted) =>
        (_automaton, _text, _trusted, _isHere) = (automaton, text, trusted, new bool[automaton.Tokens.Count]);

    /// <param name="automaton">The vocabulary's special tokens, the longest first.</param>
    /// <param name="text">The text.</param>
    /// <param name="trusted">The trusted parts of the text, in order, with other text between them.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public static IReadOnlyList<TextPart> Split(SpecialTokenAutomaton automaton, string text, IReadOnlyList<TextRange> trusted, CancellationToken cancellationToken)
    {
        var search = new SpecialTokenSearch(automaton, text, trusted);
        search.FindRegions(cancellationToken);
        search.AddPlainText(text.Length, next: null);
        return search._parts;
    }

    /// <summary>A region is a part of the text in which special tokens may overlap. No token crosses its borders.</summary>
    private void FindRegions(CancellationToken cancellationToken)
    {
        const int CheckInterval = 1 << 16;
        var (state, start, end, checkAt) = (0, int.MaxValue, 0, CheckInterval);
        for (var at = 0; at < _text.Length;)
        {
            if (at >= checkAt)
            {
                cancellationToken.ThrowIfCancellationRequested();
                checkAt = at + CheckInterval;
            }

            if (state == 0 && (at = _automaton.NextBeginning(_text, at)) == _text.Length)
                break;

            state = _automaton.Step(state, _text[at++]);
            if (start != int.MaxValue && at - _automaton.Depth(state) >= end)
            {
                Settle(new(start, end));
                start = int.MaxValue;
            }

            var longest = _automaton.Longest(state);
            if (longest == 0)
                continue;

            (start, end) = (Math.Min(start, at - _automaton.Depth(longest)), at);
            for (var shorter = longest; shorter != 0 && !_isHere[_automaton.TokenAt(shorter)]; shorter = _automaton.Shorter(shorter))
            {
                _isHere[_automaton.TokenAt(shorter)] = true;
                _here.Add(_automaton.TokenAt(shorter));
            }
        }

        if (start != int.MaxValue)
            Settle(new(start, end));
    }

    private void Settle(TextRange region)
    {
        _here.Sort();
        List<TextRange> plain = [region];
        foreach (var index in _here)
        {
            plain = TakeOut(_automaton.Tokens[index], plain);
            _isHere[index] = false;
        }

        foreach (var range in plain)
            CutThroughMarkers(range);

        _found.Sort((one, other) => one.Range.Start.CompareTo(other.Range.Start));
        foreach (var part in _found)
        {
            AddPlainText(part.Range.Start, part.Token);
            if (part.Token is not null)
                _parts.Add(part);
            (_end, _before, _isBehindCut) = (part.Range.End, part.Token, part.Continues);
        }

        _found.Clear();
        _here.Clear();
    }

    private List<TextRange> TakeOut(SpecialToken token, List<TextRange> plain)
    {
        List<TextRange> left = [];
        foreach (var range in plain)
        {
            var start = range.Start;
            for (var from = start; _text.AsSpan(from, range.End - from).IndexOf(token.Text, StringComparison.Ordinal) is >= 0 and var skipped;)
            {
                var found = new TextRange(from + skipped, from + skipped + token.Text.Length);
                from = found.Start + 1;
                if (!token.IsText && !IsTrusted(found))
                    continue;

                _found.Add(new(found, token, Continues: false));
                if (found.Start > start)
                    left.Add(new(start, found.Start));
                (start, from) = (found.End, found.End);
            }

            if (range.End > start)
                left.Add(new(start, range.End));
        }

        return left;
    }

    /// <summary>Cuts before the last character of each marker, so that as little text as possible is separated.</summary>
    private void CutThroughMarkers(TextRange range)
    {
        var state = 0;
        for (var at = range.Start; at < range.End; at++)
        {
            state = _automaton.Step(state, _text[at]);
            if (!_automaton.EndsCut(state))
                continue;

            if (char.IsLowSurrogate(_text[at]) && char.IsHighSurrogate(_text[at - 1]))
                at--;
            _found.Add(new(new(at, at), Token: null, Continues: true));
            state = _automaton.Step(0, _text[at]);
        }
    }

    private bool IsTrusted(TextRange range)
    {
        var (low, high) = (0, _trusted.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_trusted[middle].End < range.End)
                low = middle + 1;
            else if (_trusted[middle].Start > range.Start)
                high = middle - 1;
            else
                return true;
        }

        return false;
    }

    /// <summary>Adds the plain text after the last part, without the white space that neighbouring special tokens remove.</summary>
    private void AddPlainText(int end, SpecialToken? next)
    {
        var start = _end;
        while (_before?.Attributes.HasFlag(LlamaTokenAttributes.StripsRight) == true && start < end && IsSpace(_text[start]))
            start++;
        while (next?.Attributes.HasFlag(LlamaTokenAttributes.StripsLeft) == true && end > start && IsSpace(_text[end - 1]))
            end--;
        if (end > start)
            _parts.Add(new(new(start, end), Token: null, _isBehindCut));
    }

    /// <summary>C's isspace.</summary>
    private static bool IsSpace(char character) => character is ' ' or (>= '\t' and <= '\r');
}
