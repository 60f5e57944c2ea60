namespace Edge.AI.Cli;

/// <summary>How the tool ends. Scripts rely on these numbers; docs/cli.md and <c>--help</c> list them.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Error = 1;
    public const int Usage = 2;

    /// <summary>What shells report for a process that Ctrl-C ended.</summary>
    public const int Cancelled = 130;
}
