using System.Buffers;
using Edge.AI.Chat.Templates;
using Edge.AI.Chat.Templates.Text;
using Edge.AI.Native;

namespace Edge.AI.Chat;

/// <summary>
/// Tokenizes a rendered prompt so that only what the template wrote can become control tokens: where a user writes
/// <c>&lt;|im_end|&gt;</c>, the model sees those characters.
/// </summary>
internal sealed class PromptTokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly string _beginOfSequence;
    private readonly string[] _controlTexts;
    private readonly SearchValues<string> _anyControlText;

    public PromptTokenizer(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _beginOfSequence = vocabulary.BeginOfSequence;
        _controlTexts = [.. vocabulary.ControlTexts().OrderByDescending(text => text.Length)];
        _anyControlText = SearchValues.Create(_controlTexts, StringComparison.Ordinal);
    }

    public int[] Tokenize(RenderedPrompt prompt)
    {
        var text = prompt.Text;
        var addSpecial = _beginOfSequence.Length == 0 || !text.StartsWith(_beginOfSequence, StringComparison.Ordinal); // many templates write it themselves
        var disarmed = ControlTextsOfInput(prompt);
        if (disarmed.Count == 0)
            return _vocabulary.Tokenize(text, addSpecial, parseSpecial: true);

        List<int> tokens = [];
        var start = 0;
        foreach (var range in disarmed)
        {
            Append(text[start..range.Start], parseSpecial: true);
            Append(text[range], parseSpecial: false);
            start = range.End.Value;
        }

        Append(text[start..], parseSpecial: true);
        return [.. tokens];

        void Append(string part, bool parseSpecial)
        {
            if (part.Length > 0)
                tokens.AddRange(_vocabulary.Tokenize(part, addSpecial && tokens.Count == 0, parseSpecial));
        }
    }

    /// <summary>The texts of control tokens that are input, wholly or in part.</summary>
    private List<Range> ControlTextsOfInput(RenderedPrompt prompt)
    {
        var text = prompt.Text;
        List<Range> found = [];
        for (var at = 0; text.AsSpan(at).IndexOfAny(_anyControlText) is >= 0 and var skipped;)
        {
            at += skipped;
            var end = at + _controlTexts.First(control => text.AsSpan(at).StartsWith(control, StringComparison.Ordinal)).Length;
            if (HasInput(prompt, at, end))
                found.Add(at..end);
            at = end;
        }

        return found;
    }

    private static bool HasInput(RenderedPrompt prompt, int start, int end)
    {
        var segmentStart = 0;
        foreach (var segment in prompt.Segments)
        {
            var segmentEnd = segmentStart + segment.Text.Length;
            if (segment.Origin == TextOrigin.Input && segmentStart < end && start < segmentEnd)
                return true;
            segmentStart = segmentEnd;
        }

        return false;
    }
}
