using System.Text.Json.Serialization;
using Edge.AI.AspNetCore.OpenAI.Formats;

namespace Edge.AI.AspNetCore.OpenAI.Completions;

/// <summary>A completion of a raw prompt, or a piece of one.</summary>
internal sealed record TextCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<TextChoice> Choices)
{
    public ChatUsage? Usage { get; init; }
}

internal sealed record TextChoice(int Index, string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Logprobs { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TextCompletion))]
internal sealed partial class CompletionJsonContext : JsonSerializerContext;
