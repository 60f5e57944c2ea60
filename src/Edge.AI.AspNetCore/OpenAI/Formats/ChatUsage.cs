using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Formats;

/// <summary>The tokens of a completion.</summary>
internal sealed record ChatUsage(long PromptTokens, long CompletionTokens, long TotalTokens, PromptTokensDetails PromptTokensDetails, CompletionTokensDetails CompletionTokensDetails)
{
    public static ChatUsage Of(UsageDetails usage)
    {
        var (prompt, completion) = (usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0);
        return new(prompt, completion, usage.TotalTokenCount ?? (prompt + completion), new(usage.CachedInputTokenCount ?? 0), new(usage.ReasoningTokenCount ?? 0));
    }
}

internal sealed record PromptTokensDetails(long CachedTokens);

internal sealed record CompletionTokensDetails(long ReasoningTokens);
