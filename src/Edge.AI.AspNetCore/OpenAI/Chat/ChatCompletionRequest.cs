using Edge.AI.AspNetCore.Json;
using Edge.AI.AspNetCore.OpenAI.Formats;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Chat;

/// <summary>A request for a chat completion.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Options">The options of the request.</param>
internal sealed record ChatCompletionRequest(string Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    /// <summary>Gets whether the answer is sent while it is generated.</summary>
    public bool IsStreaming { get; private init; }

    /// <summary>Gets whether the last event of a stream has the usage.</summary>
    public bool IncludesUsage { get; private init; }

    public static ChatCompletionRequest Read(RequestObject body)
    {
        RefuseUnsupported(body);
        var options = new ChatOptions
        {
            MaxOutputTokens = SamplingReader.MaxTokens(body, "max_completion_tokens", "max_tokens"),
            Reasoning = SamplingReader.Effort(body, "reasoning_effort"),
            ResponseFormat = ResponseFormatReader.Read(body.Object("response_format"), format => format.Object("json_schema") ?? throw format.Missing("json_schema")),
        };
        SamplingReader.Read(body, options);
        ToolReader.Read(body, tool => tool.Object("function") ?? throw tool.Missing("function"), options);
        return new(body.RequiredText("model"), ChatMessageReader.Read(body), options)
        {
            IsStreaming = body.Flag("stream") ?? false,
            IncludesUsage = body.Object("stream_options")?.Flag("include_usage") ?? false,
        };
    }

    private static void RefuseUnsupported(RequestObject body)
    {
        if (body.Whole("n") is { } choices and not 1)
            body.Refuse($"a request has one answer, not {choices}. Send several requests.", "n");
        body.Refuse("the server does not return probabilities.", "logprobs", "top_logprobs");
        body.Refuse("send 'tools' and 'tool_choice' instead.", "functions", "function_call");
        body.Refuse("the models of this server write text.", "audio");
        body.Refuse("the server does not search the web.", "web_search_options");
        if (body.Texts("modalities")?.FirstOrDefault(modality => modality != "text") is { } other)
            throw body.Unknown("modalities", other, "text");
    }
}
