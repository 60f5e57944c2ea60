using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;
using Edge.AI.AspNetCore.OpenAI.Formats;

namespace Edge.AI.AspNetCore.OpenAI.Completions;

/// <summary>A request for a completion.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Prompt">The text that the model continues.</param>
/// <param name="Options">The options of the request.</param>
internal sealed record TextCompletionRequest(string Model, string Prompt, EdgeChatOptions Options)
{
    /// <summary>OpenAI's default. A raw prompt has no natural end.</summary>
    private const int DefaultMaxTokens = 16;

    /// <summary>Gets whether the answer is sent while it is generated.</summary>
    public bool IsStreaming { get; private init; }

    /// <summary>Gets whether the last event of a stream has the usage.</summary>
    public bool IncludesUsage { get; private init; }

    public static TextCompletionRequest Read(RequestObject body)
    {
        if (body.Whole("n") is > 1 || body.Whole("best_of") is > 1)
            body.Refuse("a request has one answer. Send several requests.", "n", "best_of");
        body.Refuse("the server does not return probabilities.", "logprobs");
        body.Refuse("the answer does not repeat the prompt.", "echo");
        body.Refuse("write the model's own tokens for filling in the middle into the prompt.", "suffix");
        var model = body.RequiredText("model");
        if (body.Texts("prompt") is not [{ Length: > 0 } prompt])
            throw body.Has("prompt") ? ApiException.Invalid("prompt", "'prompt' must be one text that is not empty. Send one request for each prompt.") : body.Missing("prompt");

        var options = new EdgeChatOptions { RawPrompt = true, MaxOutputTokens = SamplingReader.MaxTokens(body, "max_tokens") ?? DefaultMaxTokens };
        SamplingReader.Read(body, options);
        return new(model, prompt, options)
        {
            IsStreaming = body.Flag("stream") ?? false,
            IncludesUsage = body.Object("stream_options")?.Flag("include_usage") ?? false,
        };
    }
}
