using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Formats;

/// <summary>OpenAI's words for the end of an answer.</summary>
internal static class FinishReasons
{
    public static string NameOf(ChatFinishReason reason) =>
        reason == ChatFinishReason.Length ? "length"
        : reason == ChatFinishReason.ToolCalls ? "tool_calls"
        : reason == ChatFinishReason.ContentFilter ? "content_filter"
        : "stop";
}
