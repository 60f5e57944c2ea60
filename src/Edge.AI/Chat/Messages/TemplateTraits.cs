namespace Edge.AI.Chat.Messages;

/// <summary>What a chat template can say. The defaults are what most templates can.</summary>
internal sealed record TemplateTraits
{
    /// <summary>Where system turns may stand.</summary>
    public SystemPlace System { get; init; } = SystemPlace.Anywhere;

    /// <summary>The variable that offers tools; null if it has none.</summary>
    public string? ToolsVariable { get; init; }

    /// <summary>Whether the system's turn offers them instead, as JSON text.</summary>
    public bool WantsToolsInSystemTurn { get; init; }

    /// <summary>Whether it can tell the model what tools there are.</summary>
    public bool OffersTools => ToolsVariable is not null || WantsToolsInSystemTurn;

    /// <summary>Whether it writes the assistant's calls, several at once if <see cref="WritesParallelCalls"/>.</summary>
    public bool WritesCalls { get; init; }

    public bool WritesParallelCalls { get; init; }

    /// <summary>Whether it wants a call's arguments as JSON text rather than as an object.</summary>
    public bool WantsArgumentsAsText { get; init; }

    /// <summary>Whether a turn with calls and without text should have no content at all, because an empty one would show.</summary>
    public bool WantsNoContentBesideCalls { get; init; }

    /// <summary>The name under which it reads the assistant's reasoning.</summary>
    public string ReasoningField { get; init; } = "reasoning_content";

    /// <summary>Whether a turn with calls may have both text and reasoning.</summary>
    public bool TakesReasoningBesideText { get; init; } = true;

    /// <summary>Whether it writes tool turns, and even such that answer no call.</summary>
    public bool WritesResults { get; init; }

    public bool WritesOrphanedResults { get; init; }

    /// <summary>Whether it takes two user turns in a row.</summary>
    public bool TakesRepeatedRoles { get; init; } = true;

    /// <summary>Whether it wants contents as lists of parts rather than as text.</summary>
    public bool WantsParts { get; init; }

    /// <summary>What it writes for <see cref="Tools.ToolFormats.SampleCall"/>, and around it; empty if it writes no calls.</summary>
    public string CallSample { get; init; } = "";
}

/// <summary>Where a template lets system turns stand.</summary>
internal enum SystemPlace
{
    Anywhere,

    /// <summary>One, before all others.</summary>
    First,

    Nowhere,
}
