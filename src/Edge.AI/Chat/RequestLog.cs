using System.Text;
using Edge.AI.Inference;
using Edge.AI.Native;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Chat;

/// <summary>Logs one request, with the texts of prompt and answer only if the app allows it.</summary>
internal sealed class RequestLog
{
    private readonly ILogger _logger;
    private readonly string _modelId;
    private readonly Generation _generation;
    private readonly StringBuilder? _answer;

    private RequestLog(ILogger logger, string modelId, Generation generation, bool withTexts) =>
        (_logger, _modelId, _generation, _answer) = (logger, modelId, generation, withTexts ? new() : null);

    /// <summary>Begins to log a request; null if requests are not logged.</summary>
    public static RequestLog? Start(ILogger logger, string modelId, Generation generation, Vocabulary vocabulary, bool withTexts)
    {
        if (!logger.IsEnabled(LogLevel.Debug))
            return null;

        if (withTexts)
            ChatLog.Prompt(logger, modelId, TextOf(generation.Prompt, vocabulary));
        return new(logger, modelId, generation, withTexts);
    }

    public void Add(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            _answer?.Append(content switch
            {
                TextContent text => text.Text,
                TextReasoningContent reasoning => reasoning.Text,
                FunctionCallContent call => $"{call.Name}({string.Join(", ", (call.Arguments ?? new Dictionary<string, object?>(StringComparer.Ordinal)).Select(argument => $"{argument.Key}: {argument.Value}"))})",
                _ => null,
            });
        }
    }

    public void End()
    {
        ChatLog.Answered(_logger, _modelId, _generation.Prompt.Length, _generation.CachedTokens, _generation.ReadTokens, _generation.QueueTime);
        if (_answer is not null)
            ChatLog.Answer(_logger, _modelId, _answer.ToString());
    }

    private static string TextOf(ReadOnlySpan<int> tokens, Vocabulary vocabulary)
    {
        var (text, decoder) = (new StringBuilder(), new TextDecoder(vocabulary, _ => true));
        foreach (var token in tokens)
            text.Append(decoder.Append(token));
        return text.Append(decoder.Flush()).ToString();
    }
}
