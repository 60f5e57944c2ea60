namespace Edge.AI.Staging;

/// <summary>What users want of a model's downloads; may change at any time, and outlives them.</summary>
internal sealed class DownloadControl
{
    private volatile DownloadPriority _priority;

    public PauseGate Gate { get; } = new();

    public DownloadPriority Priority
    {
        get => _priority;
        set => _priority = value;
    }
}
