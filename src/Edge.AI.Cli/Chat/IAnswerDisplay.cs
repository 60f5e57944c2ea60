using Microsoft.Extensions.AI;

namespace Edge.AI.Cli.Chat;

/// <summary>Shows one answer.</summary>
internal interface IAnswerDisplay
{
    void Show(ChatResponseUpdate update);

    /// <summary>Ends the answer.</summary>
    /// <param name="answer">What there is of it.</param>
    /// <param name="isStopped">Whether it was stopped.</param>
    void End(ChatResponse answer, bool isStopped);

    /// <summary>Ends an answer that failed. An error follows.</summary>
    void Break();
}
