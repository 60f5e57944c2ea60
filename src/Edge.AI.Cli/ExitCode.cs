namespace Edge.AI.Cli;

/// <summary>The exit codes. Scripts rely on them; docs/cli.md and <c>--help</c> list them.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Error = 1;
    public const int Usage = 2;

    /// <summary>The code that shells report for a process that Ctrl-C ended.</summary>
    public const int Cancelled = 130;
}
