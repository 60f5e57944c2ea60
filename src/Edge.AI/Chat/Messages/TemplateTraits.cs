namespace Edge.AI.Chat.Messages;

/// <summary>What a chat template supports. The defaults are those of most templates.</summary>
internal sealed record TemplateTraits
{
    /// <summary>Where system turns are allowed.</summary>
    public SystemPlace System { get; init; } = SystemPlace.Anywhere;

    /// <summary>The variable for tools; null if there is none.</summary>
    public string? ToolsVariable { get; init; }

    /// <summary>Whether the system turn contains the tools, as JSON text.</summary>
    public bool WantsToolsInSystemTurn { get; init; }

    /// <summary>Whether the template lists the tools.</summary>
    public bool OffersTools => ToolsVariable is not null || WantsToolsInSystemTurn;

    /// <summary>Whether the template writes tool calls; several in one turn if <see cref="WritesParallelCalls"/>.</summary>
    public bool WritesCalls { get; init; }

    public bool WritesParallelCalls { get; init; }

    /// <summary>Whether the arguments of a call must be JSON text, not an object.</summary>
    public bool WantsArgumentsAsText { get; init; }

    /// <summary>Whether the content of a turn with calls and without text must be missing, because an empty content would be visible.</summary>
    public bool WantsNoContentBesideCalls { get; init; }

    /// <summary>The field of the assistant's reasoning.</summary>
    public string ReasoningField { get; init; } = "reasoning_content";

    /// <summary>Whether a turn with calls may have both text and reasoning.</summary>
    public bool TakesReasoningBesideText { get; init; } = true;

    /// <summary>Whether the template writes tool turns, and tool turns without a call.</summary>
    public bool WritesResults { get; init; }

    public bool WritesOrphanedResults { get; init; }

    /// <summary>Whether two user turns in a row are allowed.</summary>
    public bool TakesRepeatedRoles { get; init; } = true;

    /// <summary>Whether contents must be lists of parts, not text.</summary>
    public bool WantsParts { get; init; }

    /// <summary>What the template writes for <see cref="Tools.ToolFormats.SampleCall"/>, and around it; empty if it writes no calls.</summary>
    public string CallSample { get; init; } = "";
}

/// <summary>Where a template allows system turns.</summary>
internal enum SystemPlace
{
    Anywhere,

    /// <summary>One, before all others.</summary>
    First,

    Nowhere,
}
