using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.AI.AspNetCore.Answers;
using Edge.AI.AspNetCore.OpenAI.Formats;

namespace Edge.AI.AspNetCore.OpenAI.Responses;

/// <summary>A response, in any state from <c>in_progress</c> to <c>completed</c>.</summary>
internal sealed record Response(string Id, string Object, long CreatedAt, string Status, string Model, IReadOnlyList<OutputItem> Output)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public OpenAIErrorBody? Error { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IncompleteDetails? IncompleteDetails { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Instructions { get; init; }

    public int? MaxOutputTokens { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public bool ParallelToolCalls { get; init; } = true;

    public JsonElement? ToolChoice { get; init; }

    public JsonElement? Tools { get; init; }

    public JsonElement? Text { get; init; }

    public JsonElement? Metadata { get; init; }

    public bool Store { get; init; }

    public ResponseUsage? Usage { get; init; }
}

internal sealed record IncompleteDetails(string Reason);

/// <summary>A message, a tool call or the reasoning; each has other properties.</summary>
internal sealed record OutputItem(string Id, string Type, string Status)
{
    public string? Role { get; init; }

    public IReadOnlyList<OutputContent>? Content { get; init; }

    public IReadOnlyList<OutputContent>? Summary { get; init; }

    public string? CallId { get; init; }

    public string? Name { get; init; }

    public string? Arguments { get; init; }
}

internal sealed record OutputContent(string Type, string Text)
{
    public IReadOnlyList<string>? Annotations { get; init; }
}

internal sealed record ResponseUsage(long InputTokens, CachedTokens InputTokensDetails, long OutputTokens, ReasoningTokens OutputTokensDetails, long TotalTokens)
{
    public static ResponseUsage Of(AnswerEnd end)
    {
        var (input, output) = (end.Usage.InputTokenCount ?? 0, end.Usage.OutputTokenCount ?? 0);
        return new(input, new(end.Usage.CachedInputTokenCount ?? 0), output, new(end.Usage.ReasoningTokenCount ?? 0), end.Usage.TotalTokenCount ?? (input + output));
    }
}

[JsonSerializable(typeof(Response))]
[JsonSerializable(typeof(ResponseEvent))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ResponseJsonContext : JsonSerializerContext;

internal sealed record CachedTokens([property: JsonPropertyName("cached_tokens")] long Count);

internal sealed record ReasoningTokens([property: JsonPropertyName("reasoning_tokens")] long Count);
