using System.CommandLine;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Diagnosis;

internal sealed class DoctorCommand(SharedOptions shared) : SessionCommand(shared, "doctor", "Checks whether models can answer on this machine, and shows what belongs into a bug report, without secrets.")
{
    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var display = new CheckDisplay(session.Terminal, Redaction.OfThisUser());
        display.Show(SystemChecks.Versions());
        var runtime = RuntimeChecks.Find();
        display.Show(RuntimeChecks.Runtime(runtime));
        if (runtime.Error is null)
            display.Show(RuntimeChecks.Devices(runtime));
        display.Show(SystemChecks.Processor());
        display.Show(SystemChecks.Memory());
        display.Show(await CheckAsync("models", () => Task.FromResult(FolderChecks.Models(session))));
        display.Show(await CheckAsync("disk", () => Task.FromResult(FolderChecks.Disk(session))));
        display.Show(await CheckAsync("network", () => Task.FromResult(NetworkChecks.Settings(session))));
        var answer = await CheckAsync("answer", () => AnswerCheck.RunAsync(session, cancellationToken));
        display.Show(answer);
        display.End(canAnswer: answer.Status == CheckStatus.Ok);
        return answer.Status == CheckStatus.Ok ? ExitCode.Done : ExitCode.Error;
    }

    /// <summary>A check that fails is a result; the others go on.</summary>
    private static async Task<CheckLine> CheckAsync(string name, Func<Task<CheckLine>> check)
    {
        try
        {
            return await check();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var line = ToolErrors.Describe(error);
            return new(name, CheckStatus.Error, line.Message) { Code = line.Code, Hint = line.Hint };
        }
    }
}
