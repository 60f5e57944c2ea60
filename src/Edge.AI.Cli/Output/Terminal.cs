using Edge.AI.Common;
using Spectre.Console;

namespace Edge.AI.Cli.Output;

/// <summary>Writes results to standard output and everything else to standard error, as text or as JSON lines.</summary>
internal sealed class Terminal(bool json, bool quiet, bool verbose)
{
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(300);

    public bool IsJson => json;

    /// <summary>How progress is shown.</summary>
    public IProgressDisplay Progress => this switch
    {
        _ when quiet => new NoProgress(),
        _ when json => new JsonProgress(this),
        _ when Console.IsErrorRedirected => new LineProgress(Console.Error),
        _ => new BarProgress(),
    };

    /// <summary>Whether standard error is a terminal on which more than results is wanted.</summary>
    public bool IsLively => !quiet && !json && !Console.IsErrorRedirected;

    /// <summary>Waits for work that has no progress, and shows what it is if that takes long enough to notice.</summary>
    public async Task WaitAsync(string what, Task work)
    {
        if (!IsLively || await Task.WhenAny(work, Task.Delay(Unnoticed)) == work)
            await work;
        else
            await AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }).Status().StartAsync(Markup.Escape(what), _ => work);
    }

    public void Result(Line line) => Console.Out.WriteLine(TextOf(line));

    /// <summary>Writes a line that explains what the command does: with JSON to standard output, like progress, else to standard error. With --quiet, nothing.</summary>
    public void Note(Line line)
    {
        if (!quiet)
            (json ? Console.Out : Console.Error).WriteLine(TextOf(line));
    }

    public void Note(string text) => Note(new NoteLine(text));

    /// <param name="error">The exception.</param>
    /// <param name="modelId">The model, if there can be several.</param>
    public void Error(Exception error, string? modelId = null) => Error(ToolErrors.Describe(error) with { Id = modelId, Stack = verbose ? error.ToString() : null });

    public void Error(ErrorLine line) => Console.Error.WriteLine(TextOf(line));

    /// <summary>JSON escapes control characters by itself.</summary>
    private string TextOf(Line line) => json ? line.ToJson() : ForeignText.ShowLines(line.ToText());

    /// <summary>An answer was stopped: a question on the command line has only that answer.</summary>
    public void Stopped() => Error(new ErrorLine(ToolErrors.Cancelled, "The answer was stopped.", "Ask again for a complete answer.", Transient: true));

    public void Cancelled() => Error(new ErrorLine(ToolErrors.Cancelled, "Cancelled.", "The downloaded bytes are kept. 'edge-ai models show ID' shows whether the next pull can continue them.", Transient: true));
}
