using System.Text.Json;
using Edge.AI.AspNetCore.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.Ollama;

/// <summary>A request for a chat answer.</summary>
internal sealed record OllamaChatRequest(string Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, bool IsStreaming)
{
    private static readonly string[] s_more =
        ["min_p", "typical_p", "repeat_penalty", "repeat_last_n", "mirostat", "mirostat_tau", "mirostat_eta"];

    private static readonly JsonElement s_noParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    public static OllamaChatRequest Read(RequestObject body)
    {
        body.Refuse("the server does not return probabilities.", "logprobs", "top_logprobs");
        var options = new ChatOptions
        {
            ResponseFormat = FormatOf(body),
            Reasoning = ReasoningOf(body),
            Tools = (body.Objects("tools") ?? []).Select(tool => (AITool)Declare(tool)).ToList() is { Count: > 0 } tools ? tools : null,
        };
        if (body.Object("options") is { } sampling)
            Read(sampling, options);

        return new(body.RequiredText("model"), OllamaMessageReader.Read(body), options, body.Flag("stream") ?? true);
    }

    private static void Read(RequestObject sampling, ChatOptions options)
    {
        options.Temperature = sampling.Number("temperature");
        options.TopP = sampling.Number("top_p");
        options.TopK = sampling.Whole("top_k");
        options.Seed = sampling.LongWhole("seed");
        options.FrequencyPenalty = sampling.Number("frequency_penalty");
        options.PresencePenalty = sampling.Number("presence_penalty");
        options.StopSequences = sampling.Texts("stop")?.ToList();
        options.MaxOutputTokens = sampling.Whole("num_predict") is > 0 and var tokens ? tokens : null; // -1 means no limit, -2 means the rest of the context
        foreach (var name in s_more)
        {
            if (sampling.TryGet(name, out var value))
                (options.AdditionalProperties ??= [])[name] = value.Clone();
        }
    }

    /// <summary>The format is <c>"json"</c>, or a JSON schema itself.</summary>
    private static ChatResponseFormatJson? FormatOf(RequestObject body)
    {
        if (!body.TryGet("format", out var format))
            return null;
        if (format.ValueKind == JsonValueKind.Object)
            return ChatResponseFormat.ForJsonSchema(format.Clone());

        return body.Text("format") switch
        {
            "" => null,
            "json" => ChatResponseFormat.Json,
            var other => throw body.Unknown("format", other!, "json or a JSON schema"),
        };
    }

    private static ReasoningOptions? ReasoningOf(RequestObject body)
    {
        if (!body.TryGet("think", out var think))
            return null;
        if (think.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return think.GetBoolean() ? new() : new() { Effort = ReasoningEffort.None };

        return body.Text("think") switch
        {
            "low" => new() { Effort = ReasoningEffort.Low },
            "medium" => new() { Effort = ReasoningEffort.Medium },
            "high" => new() { Effort = ReasoningEffort.High },
            var other => throw body.Unknown("think", other!, "true, false, low, medium or high"),
        };
    }

    private static AIFunctionDeclaration Declare(RequestObject tool)
    {
        var function = tool.Object("function") ?? throw tool.Missing("function");
        return AIFunctionFactory.CreateDeclaration(
            function.RequiredText("name"), function.Text("description") ?? "", function.Object("parameters")?.Element.Clone() ?? s_noParameters);
    }
}
