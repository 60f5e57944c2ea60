namespace Edge.AI.Settings;

/// <summary>What the environment variables of Hugging Face add to the options.</summary>
internal sealed record HubVariables
{
    /// <summary>Why HF_ENDPOINT cannot be used; null if it can be used, or is not set.</summary>
    public string? EndpointProblem { get; init; }

    /// <summary>Why HF_TOKEN cannot be used; null if it can be used, or is not set.</summary>
    public string? TokenProblem { get; init; }

    /// <summary>Whether HF_HUB_OFFLINE, and not the app, turned offline mode on.</summary>
    public bool TurnsOffline { get; init; }
}
