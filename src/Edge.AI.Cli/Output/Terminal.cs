using Edge.AI.Common;

namespace Edge.AI.Cli.Output;

/// <summary>Results on standard output, everything else on standard error; as JSON lines where scripts listen.</summary>
internal sealed class Terminal(bool json, bool quiet, bool verbose)
{
    public bool IsJson => json;

    /// <summary>The way in which progress is shown here.</summary>
    public IProgressDisplay Progress => this switch
    {
        _ when quiet => new NoProgress(),
        _ when json => new JsonProgress(this),
        _ when Console.IsErrorRedirected => new LineProgress(Console.Error),
        _ => new BarProgress(),
    };

    public void Result(Line line) => Console.Out.WriteLine(TextOf(line));

    /// <param name="error">What went wrong.</param>
    /// <param name="modelId">The model that it happened to, where there may be several.</param>
    public void Error(Exception error, string? modelId = null) => Error(ToolErrors.Describe(error) with { Id = modelId, Stack = verbose ? error.ToString() : null });

    public void Error(ErrorLine line) => Console.Error.WriteLine(TextOf(line));

    /// <summary>JSON escapes control characters by itself.</summary>
    private string TextOf(Line line) => json ? line.ToJson() : ForeignText.ShowLines(line.ToText());

    public void Cancelled() => Error(new ErrorLine(ToolErrors.Cancelled, "Cancelled.", "What was downloaded stays; 'edge-ai models show ID' tells whether the next pull can continue it.", Transient: true));
}
