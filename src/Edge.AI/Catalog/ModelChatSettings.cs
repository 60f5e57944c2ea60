namespace Edge.AI;

/// <summary>What a catalogue entry says about chatting where the model's file is wrong or silent.</summary>
public sealed record ModelChatSettings
{
    /// <summary>A Jinja chat template that replaces the one in the file.</summary>
    public string? Template { get; init; }

    /// <summary>Strings that end an answer and are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];
}
