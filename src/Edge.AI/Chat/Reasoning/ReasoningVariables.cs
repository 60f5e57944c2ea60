using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Reasoning;

/// <summary>The variables that switch reasoning on and off in templates. A template ignores unknown variables.</summary>
internal static class ReasoningVariables
{
    /// <param name="effort">The caller's choice; null for the default of the template.</param>
    public static IEnumerable<KeyValuePair<string, object?>> For(ReasoningEffort? effort)
    {
        if (effort is null)
            yield break;

        object thinks = effort != ReasoningEffort.None;
        yield return KeyValuePair.Create<string, object?>("enable_thinking", thinks); // Qwen, GLM, SmolLM3, Gemma 4 …
        yield return KeyValuePair.Create<string, object?>("thinking", thinks); // Granite, DeepSeek 3.1
        if (LevelOf(effort.Value) is { } level)
            yield return KeyValuePair.Create<string, object?>("reasoning_effort", PromptText.FromTemplate(level)); // gpt-oss
    }

    private static string? LevelOf(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High or ReasoningEffort.ExtraHigh => "high", // the highest that a template knows
        _ => null,
    };
}
