using Edge.AI.Templates;
using Edge.AI.Native;

namespace Edge.AI.Chat;

/// <summary>
/// Tokenizes a rendered prompt. Only text of the template can become control tokens or markers: if a user writes
/// <c>&lt;|im_end|&gt;</c>, the model sees these characters.
/// </summary>
internal sealed class PromptTokenizer(Vocabulary vocabulary)
{
    /// <param name="prompt">The prompt.</param>
    /// <param name="maxTokens">The most tokens of the prompt.</param>
    /// <param name="cancellationToken">Cancels tokenizing.</param>
    /// <exception cref="ContextExceededException">The prompt has more tokens.</exception>
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
