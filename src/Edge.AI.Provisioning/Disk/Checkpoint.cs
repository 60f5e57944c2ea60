namespace Edge.AI.Disk;

/// <summary>
/// The points of a run after which the disk is in another state. Apps do not listen. A test process ends itself at each point,
/// one after the other.
/// </summary>
internal static class Checkpoint
{
    public static Action<string>? Reached { get; set; }

    public static void Pass(string name) => Reached?.Invoke(name);
}
