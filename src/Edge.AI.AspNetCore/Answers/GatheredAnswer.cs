using System.Text;

namespace Edge.AI.AspNetCore.Answers;

/// <summary>A whole answer.</summary>
internal sealed record GatheredAnswer(string Text, string Reasoning, IReadOnlyList<CallPart> Calls, AnswerEnd End)
{
    /// <summary>Reads an answer to its end.</summary>
    public static async Task<GatheredAnswer> ReadAsync(AnswerStream stream, CancellationToken cancellationToken)
    {
        var (text, reasoning, calls) = (new StringBuilder(), new StringBuilder(), new List<CallPart>());
        await foreach (var part in stream.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (part)
            {
                case TextPart piece:
                    text.Append(piece.Text);
                    break;
                case ReasoningPart piece:
                    reasoning.Append(piece.Text);
                    break;
                case CallPart call:
                    calls.Add(call);
                    break;
            }
        }

        return new(text.ToString(), reasoning.ToString(), calls, stream.End);
    }
}
