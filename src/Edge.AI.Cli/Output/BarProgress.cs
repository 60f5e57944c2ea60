using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Edge.AI.Cli.Output;

/// <summary>Shows a bar for each model on standard error, and removes it at the end.</summary>
internal sealed class BarProgress : IProgressDisplay
{
    private const int BarWidth = 24; // leaves room for the summary on a line of 100 characters

    public async Task ShowAsync(IReadOnlyList<string> models, Func<IProgress<ProvisioningProgress>, Task> work)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        var summaries = new SummaryColumn();
        await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), summaries)
            .StartAsync(context => work(new Bars(context, models, summaries)));
    }

    private sealed class Bars(ProgressContext context, IReadOnlyList<string> models, SummaryColumn summaries) : IProgress<ProvisioningProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks =
            models.ToDictionary(id => id, id => context.AddTask(Markup.Escape(id), maxValue: 1), StringComparer.Ordinal);

        public void Report(ProvisioningProgress value)
        {
            var bar = _tasks[value.ModelId];
            summaries.Set(bar, ProgressLine.Of(value));
            bar.Value = value.Fraction;
        }
    }

    /// <summary>The library's own speed and time left: Spectre's would count the bytes of an earlier attempt as fast ones.</summary>
    private sealed class SummaryColumn : ProgressColumn
    {
        private readonly ConcurrentDictionary<int, string> _texts = new();

        public void Set(ProgressTask task, ProgressLine line) => _texts[task.Id] = line.State is "downloading" or "verifying" ? line.Summary : line.State;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(_texts.GetValueOrDefault(task.Id, ""));
    }
}
