using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace Edge.AI.Samples.Chat;

/// <summary>A conversation on the console: one question, or several until the input ends.</summary>
internal sealed class ChatSession(EdgeChatClient chat, Func<EdgeAIException, int> report)
{
    private readonly List<ChatMessage> _history = [];
    private Action? _endAnswer;

    public async Task<int> RunAsync(string? question)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = _endAnswer is not null;
            _endAnswer?.Invoke();
        });
        if (question is not null)
            return await AnswerAsync(question);

        for (Prompt(); Console.ReadLine() is { } next; Prompt())
        {
            if (next.Length > 0)
                await AnswerAsync(next); // after an error, the next question may succeed
        }

        return 0;
    }

    private static void Prompt() => Console.Write(Console.IsInputRedirected ? "" : "> ");

    /// <summary>Streams one answer, and returns the exit code for it. Its text stays in the history, also if Ctrl-C ended it.</summary>
    private async Task<int> AnswerAsync(string question)
    {
        List<ChatResponseUpdate> said = [];
        var answer = new CancellationTokenSource(); // not disposed: Ctrl-C can come at any moment
        _endAnswer = answer.Cancel;
        try
        {
            await ShowDownloadAsync(answer.Token);
            await foreach (var update in chat.GetStreamingResponseAsync([.. _history, new(ChatRole.User, question)], cancellationToken: answer.Token))
            {
                Console.Write(update.Text);
                said.Add(update);
            }

            return 0;
        }
        catch (OperationCanceledException)
        {
            return 130; // 128 + SIGINT, as in shells
        }
        catch (EdgeAIException error)
        {
            return report(error);
        }
        finally
        {
            _endAnswer = null;
            if (said.Count > 0)
            {
                Console.WriteLine();
                _history.AddRange([new(ChatRole.User, question), .. said.ToChatResponse().Messages]);
            }
        }
    }

    /// <summary>Shows the progress on standard error if the model is not on disk. Without a terminal, the request downloads it in silence.</summary>
    private async Task ShowDownloadAsync(CancellationToken cancellationToken)
    {
        var (model, provisioner) = (chat.GetRequiredService<EdgeModel>(), chat.GetRequiredService<IModelProvisioner>());
        if (!Console.IsErrorRedirected && provisioner.GetStatus(model).Progress.State is not ProvisioningState.Completed)
        {
            await AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }).Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(context => DownloadAsync(context.AddTask(Markup.Escape(model.DisplayName), maxValue: model.Size)));
        }

        Task DownloadAsync(ProgressTask bar) => provisioner.EnsureAsync(model, new Progress<ProvisioningProgress>(now => bar.Value = now.Bytes), cancellationToken);
    }
}
