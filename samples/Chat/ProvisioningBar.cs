using Microsoft.Extensions.AI;
using Spectre.Console;

namespace Edge.AI.Samples.Chat;

/// <summary>Shows the progress of the model on standard error while the first answer waits for it. Shows nothing if standard error is redirected.</summary>
internal sealed class ProvisioningBar(IChatClient chat, IModelProvisioner provisioner)
{
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(300);

    private readonly IAnsiConsole _console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Shows the bar until the task ends, if that takes long enough to notice. The caller handles the result of the task.</summary>
    public async Task ShowUntilAsync(Task firstUpdate, CancellationToken cancellationToken)
    {
        if (Console.IsErrorRedirected || chat.GetService<EdgeModel>() is not { } model || await EndsSoonAsync(firstUpdate, cancellationToken))
            return;

        await _console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(model.DisplayName), maxValue: model.Size);
                await FollowAsync(bar, model, firstUpdate, cancellationToken);
                bar.Description("Loading").IsIndeterminate();
                await ((Task)firstUpdate).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            });
    }

    private static async Task<bool> EndsSoonAsync(Task task, CancellationToken cancellationToken) =>
        await Task.WhenAny(task, Task.Delay(Unnoticed, cancellationToken)) == task;

    /// <summary>Follows the provisioning until the file is on disk, or until the answer begins or fails.</summary>
    private async Task FollowAsync(ProgressTask bar, EdgeModel model, Task firstUpdate, CancellationToken cancellationToken)
    {
        await using var states = provisioner.WatchAsync(model, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (states.MoveNextAsync().AsTask() is var next && await Task.WhenAny(next, firstUpdate) == next && await next)
        {
            bar.Value = states.Current.Bytes;
            if (states.Current.State is ProvisioningState.Completed)
                return;
        }
    }
}
