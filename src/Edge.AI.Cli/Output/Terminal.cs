using Edge.AI.Common;

namespace Edge.AI.Cli.Output;

/// <summary>Writes results to standard output and everything else to standard error, as text or as JSON lines.</summary>
internal sealed class Terminal(bool json, bool quiet, bool verbose)
{
    public bool IsJson => json;

    /// <summary>How progress is shown.</summary>
    public IProgressDisplay Progress => this switch
    {
        _ when quiet => new NoProgress(),
        _ when json => new JsonProgress(this),
        _ when Console.IsErrorRedirected => new LineProgress(Console.Error),
        _ => new BarProgress(),
    };

    public void Result(Line line) => Console.Out.WriteLine(TextOf(line));

    /// <summary>Writes a line that explains what the command does: with JSON to standard output, like progress, else to standard error. With --quiet, nothing.</summary>
    public void Note(Line line)
    {
        if (!quiet)
            (json ? Console.Out : Console.Error).WriteLine(TextOf(line));
    }

    /// <param name="error">The exception.</param>
    /// <param name="modelId">The model, if there can be several.</param>
    public void Error(Exception error, string? modelId = null) => Error(ToolErrors.Describe(error) with { Id = modelId, Stack = verbose ? error.ToString() : null });

    public void Error(ErrorLine line) => Console.Error.WriteLine(TextOf(line));

    /// <summary>JSON escapes control characters by itself.</summary>
    private string TextOf(Line line) => json ? line.ToJson() : ForeignText.ShowLines(line.ToText());

    public void Cancelled() => Error(new ErrorLine(ToolErrors.Cancelled, "Cancelled.", "The downloaded bytes are kept. 'edge-ai models show ID' shows whether the next pull can continue them.", Transient: true));
}
