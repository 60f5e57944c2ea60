using System.Diagnostics;
using System.Globalization;
using Edge.AI.Cli.Output;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Cli.Diagnosis;

/// <summary>Loads the model that ships with the tool, and lets it generate a token: the proof that everything works together. Nothing is written to the model folder.</summary>
internal static class AnswerCheck
{
    private static string ModelFile => Path.Combine(AppContext.BaseDirectory, "models", EdgeModels.EdgeTiny.Id, EdgeModels.EdgeTiny.Files[0].Name);

    /// <exception cref="EdgeAIException">The model cannot be loaded, or cannot generate.</exception>
    public static async Task<CheckLine> RunAsync(Session session, CancellationToken cancellationToken)
    {
        await using var services = session.Library.Build(services => services.AddEdgeChatClient(EdgeModel.FromFile(ModelFile), options => (options.ContextSize, options.MaxConcurrency) = (256, 1)));
        var start = Stopwatch.GetTimestamp();
        await services.GetRequiredService<EdgeChatClient>().LoadAsync(cancellationToken);
        var loaded = Stopwatch.GetElapsedTime(start);
        await services.GetRequiredService<IChatClient>().GetResponseAsync("Hello", new() { MaxOutputTokens = 1 }, cancellationToken);
        var answered = Stopwatch.GetElapsedTime(start) - loaded;
        return new("answer", CheckStatus.Ok, string.Create(CultureInfo.InvariantCulture, $"{EdgeModels.EdgeTiny.Id} loaded in {loaded.TotalMilliseconds:0} ms, first token after {answered.TotalMilliseconds:0} ms"));
    }
}
