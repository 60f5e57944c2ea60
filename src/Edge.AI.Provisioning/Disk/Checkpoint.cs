namespace Edge.AI.Disk;

/// <summary>
/// The places on a model's way where the end of the process leaves the disk in another state than the place before.
/// Nothing listens in an app; a test's own process ends itself at each of them, one after the other.
/// </summary>
internal static class Checkpoint
{
    public static Action<string>? Reached { get; set; }

    public static void Pass(string name) => Reached?.Invoke(name);
}
