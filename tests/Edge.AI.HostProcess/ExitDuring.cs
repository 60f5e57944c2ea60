using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Testing.Gguf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Ends the process while llama.cpp works.</summary>
internal static class ExitDuring
{
    public const int ExitCode = 7;

    /// <param name="activity">load, prompt, generation, many, idle, or tokenizing.</param>
    /// <param name="path">The model.</param>
    /// <param name="milliseconds">The time between the beginning of the activity and the end of the process, in milliseconds.</param>
    /// <param name="byCall">Whether <see cref="Environment.Exit"/> ends the process; otherwise Main returns.</param>
    /// <param name="threads">The number of compute threads.</param>
    public static async Task<int> RunAsync(string activity, string path, int milliseconds, bool byCall, int threads)
    {
        var loading = LoadedModel.LoadAsync(path, new() { MaxConcurrency = 4, Threads = threads }, NullLoggerFactory.Instance);
        if (activity != "load")
            await StartAsync(await loading, activity);
        await Task.Delay(milliseconds);
        if (byCall)
            Environment.Exit(ExitCode);
        return ExitCode;
    }

    private static async Task StartAsync(LoadedModel model, string activity)
    {
        if (activity == "tokenizing")
        {
            var text = LongText.Of("mixed", 10_000_000);
            _ = Task.Run(() => model.Vocabulary.Tokenize(text, addSpecial: false, parseSpecial: false));
            return;
        }

        var random = new Random(1);
        for (var request = 0; request < (activity == "many" ? 4 : activity == "idle" ? 0 : 1); request++)
        {
            var prompt = Enumerable.Range(0, activity == "prompt" ? model.MaxPromptTokens : 20).Select(_ => random.Next(300, 500)).ToArray();
            var tokens = model.Generate(new(prompt, new() { Temperature = 2 }, activity == "prompt" ? 1 : int.MaxValue)).ReadAsync(CancellationToken.None).GetAsyncEnumerator();
            if (activity != "prompt")
                await tokens.MoveNextAsync();
            _ = Task.Run(async () =>
            {
                while (await tokens.MoveNextAsync())
                {
                }
            });
        }
    }
}
