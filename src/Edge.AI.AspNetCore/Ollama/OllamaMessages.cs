using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.AI.AspNetCore.Ollama;

/// <summary>A piece of an answer. The last one says why the answer ended, and what it cost.</summary>
internal sealed record OllamaChatReply(string Model, DateTimeOffset CreatedAt, OllamaAnswer Message, bool Done)
{
    public string? DoneReason { get; init; }

    public long? TotalDuration { get; init; }

    public long? LoadDuration { get; init; }

    public long? PromptEvalCount { get; init; }

    public long? PromptEvalDuration { get; init; }

    public long? EvalCount { get; init; }

    public long? EvalDuration { get; init; }
}

internal sealed record OllamaAnswer(string Role, string Content)
{
    public string? Thinking { get; init; }

    public IReadOnlyList<OllamaCall>? ToolCalls { get; init; }
}

internal sealed record OllamaCall(string Id, OllamaFunction Function);

internal sealed record OllamaFunction(string Name, JsonElement Arguments);

internal sealed record OllamaTags(IReadOnlyList<OllamaModel> Models);

internal sealed record OllamaModel(string Name, string Model, DateTimeOffset ModifiedAt, long Size, string Digest, OllamaDetails Details);

internal sealed record OllamaDetails(string ParentModel, string Format, string Family, IReadOnlyList<string> Families, string ParameterSize, string QuantizationLevel);

internal sealed record OllamaVersion(string Version);

internal sealed record OllamaError(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OllamaChatReply))]
[JsonSerializable(typeof(OllamaTags))]
[JsonSerializable(typeof(OllamaVersion))]
[JsonSerializable(typeof(OllamaError))]
internal sealed partial class OllamaJsonContext : JsonSerializerContext;
