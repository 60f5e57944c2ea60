using Microsoft.Extensions.AI;

namespace Edge.AI.Cli.Chat;

/// <summary>The messages so far, and the system message before them.</summary>
internal sealed class Conversation
{
    private readonly List<ChatMessage> _messages = [];

    /// <summary>The system message; null if there is none.</summary>
    public string? System { get; set; }

    /// <summary>All messages, the system message first.</summary>
    public IReadOnlyList<ChatMessage> Messages => System is null ? [.. _messages] : [new(ChatRole.System, System), .. _messages];

    /// <summary>Adds a question with its answer. Without an answer, the question is not kept either.</summary>
    public void Add(ChatMessage question, IEnumerable<ChatMessage> answer)
    {
        List<ChatMessage> messages = [.. answer];
        if (messages.Count > 0)
            _messages.AddRange([question, .. messages]);
    }

    /// <summary>Forgets the messages. The system message stays.</summary>
    public void Clear() => _messages.Clear();

    /// <summary>Replaces everything.</summary>
    public void Replace(IReadOnlyList<ChatMessage> messages)
    {
        var hasSystem = messages is [var first, ..] && first.Role == ChatRole.System;
        System = hasSystem ? messages[0].Text : null;
        _messages.Clear();
        _messages.AddRange(messages.Skip(hasSystem ? 1 : 0));
    }
}
