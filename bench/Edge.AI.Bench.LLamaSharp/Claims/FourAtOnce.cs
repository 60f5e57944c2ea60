using LLama;
using LLama.Abstractions;
using LLama.Common;
using Microsoft.Extensions.AI;

namespace Edge.AI.Bench.LLamaSharp.Claims;

/// <summary>One client of a container serves all requests of an app.</summary>
internal static class FourAtOnce
{
    public static async Task<string> RunAsync(string model)
    {
        var parameters = new ModelParams(model) { ContextSize = 512, Threads = 1, BatchThreads = 1, GpuLayerCount = 0 };
        using var weights = LLamaWeights.LoadFromFile(parameters);
        using var chat = new StatelessExecutor(weights, parameters).AsChatClient();
        var requests = Enumerable.Range(1, 4).Select(number => Task.Run(() => AskAsync(chat, number))).ToList();
        var answers = await Task.WhenAll(requests);
        return $"{answers.Count(answer => answer is null)} of 4 answered{string.Concat(answers.OfType<string>().Distinct(StringComparer.Ordinal).Select(error => $"; {error}"))}";
    }

    private static async Task<string?> AskAsync(IChatClient chat, int number)
    {
        try
        {
            await chat.GetResponseAsync($"Count from {number} to {number + 20}.", new() { MaxOutputTokens = 24 });
            return null;
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
        }
    }
}
