using System.Text.Json.Serialization;
using Edge.AI.AspNetCore.OpenAI.Formats;

namespace Edge.AI.AspNetCore.OpenAI.Chat;

/// <summary>A chat completion, or a piece of one.</summary>
internal sealed record ChatCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<ChatChoice> Choices)
{
    public ChatUsage? Usage { get; init; }
}

/// <summary>The only answer of a completion. A whole one has a message, a piece has a delta.</summary>
internal sealed record ChatChoice(
    int Index,
    ChatAnswerMessage? Message,
    ChatAnswerMessage? Delta,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Logprobs { get; init; }
}

/// <summary>A message of the assistant. Reasoning has the name that DeepSeek's API and llama.cpp's server gave it.</summary>
internal sealed record ChatAnswerMessage
{
    public string? Role { get; init; }

    public string? Content { get; init; }

    public string? ReasoningContent { get; init; }

    public IReadOnlyList<ChatToolCall>? ToolCalls { get; init; }
}

internal sealed record ChatToolCall(int? Index, string Id, string Type, ChatFunctionCall Function);

internal sealed record ChatFunctionCall(string Name, string Arguments);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(OpenAIError))]
internal sealed partial class ChatJsonContext : JsonSerializerContext;
