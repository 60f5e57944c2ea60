using Edge.AI.Chat.Templates.Values;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Reasoning;

/// <summary>The variables by which templates turn thinking on and off. A template takes no notice of those that it does not know.</summary>
internal static class ReasoningVariables
{
    /// <param name="effort">What the caller wants; null leaves it to the template.</param>
    public static IEnumerable<KeyValuePair<string, TemplateValue>> For(ReasoningEffort? effort)
    {
        if (effort is null)
            yield break;

        var thinks = InputValue.From(effort != ReasoningEffort.None);
        yield return KeyValuePair.Create("enable_thinking", thinks); // Qwen, GLM, SmolLM3, Gemma 4 …
        yield return KeyValuePair.Create("thinking", thinks); // Granite, DeepSeek 3.1
        if (LevelOf(effort.Value) is { } level)
            yield return KeyValuePair.Create<string, TemplateValue>("reasoning_effort", StringValue.FromTemplate(level)); // gpt-oss
    }

    private static string? LevelOf(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High or ReasoningEffort.ExtraHigh => "high", // the highest that a template knows
        _ => null,
    };
}
