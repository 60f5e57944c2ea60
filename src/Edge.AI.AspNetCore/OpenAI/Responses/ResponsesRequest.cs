using Edge.AI.AspNetCore.Json;
using Edge.AI.AspNetCore.OpenAI.Formats;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Responses;

/// <summary>A request for a response. The server keeps nothing: each request has the whole conversation.</summary>
internal sealed record ResponsesRequest(string Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    public bool IsStreaming { get; private init; }

    public static ResponsesRequest Read(RequestObject body)
    {
        body.Refuse("the server keeps no responses. Send the whole conversation as 'input'.", "previous_response_id", "conversation", "prompt");
        body.Refuse("the server answers while the request is open.", "background");
        body.Refuse("the server does not return probabilities.", "top_logprobs");
        var options = new ChatOptions
        {
            Instructions = body.Text("instructions"),
            MaxOutputTokens = SamplingReader.MaxTokens(body, "max_output_tokens"),
            Reasoning = body.Object("reasoning") is { } reasoning ? SamplingReader.Effort(reasoning, "effort") : null,
            ResponseFormat = ResponseFormatReader.Read(body.Object("text")?.Object("format"), format => format),
        };
        SamplingReader.Read(body, options);
        ToolReader.Read(body, tool => tool, options);
        return new(body.RequiredText("model"), InputReader.Read(body), options) { IsStreaming = body.Flag("stream") ?? false };
    }
}
