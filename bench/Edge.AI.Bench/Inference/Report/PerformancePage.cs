using System.CommandLine;
using System.Text;
using Edge.AI.Bench.Inference.Scenarios;

namespace Edge.AI.Bench.Inference.Report;

/// <summary>Writes docs/performance.md and the chart of the busy machine from the figures in the results folder. It measures nothing.</summary>
internal static class PerformancePage
{
    public const string Name = "report";

    private static readonly (string Scenario, string Title, string Text)[] s_sections =
    [
        (BusyMachine.Name, "Beside other work", "Generation while other processes compute. *Adaptive* is the default, with `Threads` unset. Generation is counted after the prompts, and from the second second of a request on."),
        (Runtimes.Name, "Both runtimes", "The same client on the llama.cpp of `Edge.AI.Runtime` and on LLamaSharp's."),
        (SpeculationGain.Name, "Speculation", "Generation with and without speculation. Answers that repeat their prompt gain; free text must not lose."),
        (Restart.Name, "After a restart", "The first token of a request with a long system prompt, in a new process."),
        (Cold.ColdBench.Name, "Cold start", "From the start of the process `samples/Chat` to the first character of its answer."),
    ];

    public static Command Command()
    {
        var results = SharedOptions.Results();
        var command = new Command(Name, "Writes docs/performance.md and the chart of the busy machine from the results folder.") { results };
        command.SetAction((given, _) =>
        {
            Write(given.GetValue(results)!, Path.Combine(Repository.Root, "docs", "performance.md"));
            return Task.FromResult(0);
        });
        return command;
    }

    /// <param name="results">The results folder. The chart is written there.</param>
    /// <param name="page">The page.</param>
    public static void Write(string results, string page)
    {
        var busy = ScenarioReport.Read(results, BusyMachine.Name);
        if (busy.Count > 0)
            File.WriteAllText(Path.Combine(results, "busy.svg"), SvgChart.Of([.. busy.Select(BusyPanel.Of)], "Generated tokens per second beside busy processes"));
        File.WriteAllText(page, Text(results));
        Console.WriteLine($"Written: {page}");
    }

    internal static string Text(string results)
    {
        var text = new StringBuilder(
            """
            # Performance

            The benchmark writes this page (`dotnet run -c Release --project bench/Edge.AI.Bench -- report`). Figures are medians, with the minimum and maximum in brackets. The absolute
            figures apply to one machine; the ratios apply to others as well, because contestants took turns with each request. [How it is measured](../bench/README.md).
            The comparison with the bare llama.cpp loop and with node-llama-cpp is in [the inference benchmark](../bench/results/inference.md).

            """);
        foreach (var (scenario, title, introduction) in s_sections)
        {
            var measured = ScenarioReport.Read(results, scenario);
            if (measured.Count == 0)
                continue;

            text.Append("\n## ").Append(title).Append("\n\n").Append(introduction).Append('\n');
            foreach (var result in measured)
                text.Append('\n').Append(ScenarioReport.Markdown(result));
        }

        return text.ToString();
    }
}
