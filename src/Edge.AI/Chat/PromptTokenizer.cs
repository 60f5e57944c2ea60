using Edge.AI.Templates;
using Edge.AI.Native;

namespace Edge.AI.Chat;

/// <summary>
/// Tokenizes a rendered prompt so that only what the template wrote can become control tokens or markers: where a user writes
/// <c>&lt;|im_end|&gt;</c>, the model sees those characters.
/// </summary>
internal sealed class PromptTokenizer(Vocabulary vocabulary)
{
    /// <param name="prompt">The prompt.</param>
    /// <param name="maxTokens">How many tokens it may have.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ContextExceededException">It has more.</exception>
    public int[] Tokenize(PromptText prompt, int maxTokens = int.MaxValue, CancellationToken cancellationToken = default) =>
        vocabulary.Tokenize(prompt.Text, WrittenByTemplate(prompt), addBeginning: true, maxTokens, cancellationToken);

    private static List<TextRange> WrittenByTemplate(PromptText prompt)
    {
        List<TextRange> ranges = [];
        var end = 0;
        foreach (var segment in prompt.Segments)
        {
            var start = end;
            end += segment.Text.Length;
            if (segment.Origin == TextOrigin.Input || segment.Text.Length == 0)
                continue;

            if (ranges is [.., var last] && last.End == start)
                ranges[^1] = new(last.Start, end);
            else
                ranges.Add(new(start, end));
        }

        return ranges;
    }
}
