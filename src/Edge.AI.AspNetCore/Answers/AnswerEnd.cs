using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.Answers;

/// <summary>Why an answer ended, and what it cost.</summary>
/// <param name="Reason">The reason of the last part.</param>
/// <param name="Usage">The tokens; without numbers if the client does not count.</param>
internal sealed record AnswerEnd(ChatFinishReason Reason, UsageDetails Usage)
{
    public bool IsCutOff => Reason == ChatFinishReason.Length;
}
