using System.Runtime.CompilerServices;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Answers;

/// <summary>One answer on its way: the tokens of a generation become contents, and are counted.</summary>
internal sealed class AnswerStream(Generation generation, TextDecoder decoder, AnswerReader reader)
{
    public int OutputTokens { get; private set; }

    /// <summary>Those among them that belong to the reasoning.</summary>
    public int ReasoningTokens { get; private set; }

    /// <summary>Why the answer ended. Known when it has.</summary>
    public ChatFinishReason FinishReason =>
        !reader.IsComplete && IsCutOff ? ChatFinishReason.Length
        : reader.HasCalls ? ChatFinishReason.ToolCalls
        : ChatFinishReason.Stop;

    private bool IsCutOff => generation.End is not GenerationEnd.EndToken;

    /// <summary>The contents as they come.</summary>
    public async IAsyncEnumerable<AIContent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var token in generation.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var wasReasoning = reader.IsReasoning;
            var contents = reader.Append(decoder.Append(token));
            OutputTokens++;
            ReasoningTokens += wasReasoning || reader.IsReasoning ? 1 : 0;
            foreach (var content in contents)
                yield return content;

            if (reader.IsComplete)
                break;
        }

        foreach (var content in reader.Flush(IsCutOff))
            yield return content;
    }
}
