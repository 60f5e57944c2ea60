using Edge.AI.Cli.Output;
using Microsoft.Extensions.AI;

namespace Edge.AI.Cli.Chat;

/// <summary>Writes the text of an answer to standard output, and its reasoning, in grey, to standard error if that is a terminal.</summary>
internal sealed class TextAnswer(Terminal terminal) : IAnswerDisplay
{
    private const string Grey = "\u001b[90m", Normal = "\u001b[0m";

    private readonly SafeWriter _text = new(Console.Out);
    private readonly SafeWriter _reasoning = new(Console.Error);
    private bool _isReasoning;

    public void Show(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextReasoningContent { Text.Length: > 0 } reasoning when terminal.IsLively:
                    BeginReasoning();
                    _reasoning.Write(reasoning.Text);
                    break;

                case TextContent { Text.Length: > 0 } text:
                    EndReasoning();
                    _text.Write(text.Text);
                    break;

                case FunctionCallContent:
                    EndReasoning();
                    _text.End(); // A question about the call follows.
                    break;
            }
        }
    }

    public void End(ChatResponse answer, bool isStopped)
    {
        Break();
        if (isStopped)
            return;
        if (answer.FinishReason == ChatFinishReason.Length)
            terminal.Note("The answer is cut off: --max-tokens or the context is used up.");
        if (answer.AdditionalProperties?.TryGetValue<int>(EdgeChatClient.DroppedMessagesKey, out var dropped) == true)
            terminal.Note($"The conversation is longer than the context: the model did not see the first {dropped} messages. /clear begins a new one.");
    }

    public void Break()
    {
        EndReasoning();
        _text.End();
    }

    private void BeginReasoning()
    {
        if (_isReasoning)
            return;

        Console.Error.Write(Grey);
        _isReasoning = true;
    }

    private void EndReasoning()
    {
        if (!_isReasoning)
            return;

        _reasoning.End();
        Console.Error.Write(Normal);
        _isReasoning = false;
    }
}
