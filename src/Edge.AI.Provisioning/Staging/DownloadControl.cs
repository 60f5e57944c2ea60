namespace Edge.AI.Staging;

/// <summary>Controls the downloads of a model. It can change at any time, and outlives the runs.</summary>
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
