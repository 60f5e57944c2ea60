using System.CommandLine;
using Edge.AI.Cli.Models;
using Edge.AI.Cli.Options;
using Edge.AI.Cli.Output;
using Edge.AI.Cli.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Cli.Serving;

internal sealed class ServeCommand : SessionCommand
{
    private readonly Argument<string[]> _names = new Argument<string[]>("MODEL") { Description = "Ids or aliases of models, GGUF files, or hf:OWNER/REPO[:QUANT][@REVISION]. Default: edge-tiny, which ships with the tool.", Arity = ArgumentArity.ZeroOrMore }.RefusingOptions();

    private readonly AccessOptions _access = new();

    private readonly LoadOptions _loading = new();

    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "The most requests that generate at the same time, 1 to 256. Default: by cores and memory, 4 to 16.", HelpName = "N", CustomParser = NumberRange.Between(1, 256) };

    private volatile bool _isListening;

    public ServeCommand(SharedOptions shared)
        : base(shared, "serve", "Serves models over HTTP in the protocols of OpenAI and Ollama, with a chat page.")
    {
        Add(_names.CompletingIds(shared));
        foreach (var option in (IEnumerable<Option>)[.. _access.All, .. _loading.All, _concurrency])
            Add(option);
    }

    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var access = _access.Read(arguments);
        if (!AspNetCoreRuntime.IsLoaded)
            return AspNetCoreRuntime.Restart();

        return await ServeAsync(session, arguments, access, cancellationToken);
    }

    private async Task<int> ServeAsync(Session session, ParseResult arguments, ServerAccess access, CancellationToken cancellationToken)
    {
        var models = await PullAsync(session, arguments.GetValue(_names) ?? [], cancellationToken);
        var settings = new ServerSettings
        {
            Urls = access.Urls,
            AddModels = services => AddModels(services, session, arguments, models),
            Protect = access.Apply,
            OnRequest = request => session.Terminal.Note(RequestLine.Of(request)),
        };
        await using var server = await ModelServer.StartAsync(settings, cancellationToken);
        _isListening = true;
        session.Terminal.Result(new ServingLine(server.Addresses, [.. models.Select(model => model.Id)], access.HasKey));
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the signal that ends the server is its normal end
        session.Terminal.Note("Stopping: running answers have 25 seconds to end. Another Ctrl-C ends them now.");
        return ExitCode.Done;
    }

    /// <summary>Brings all models onto the disk before the server listens, so that a script that waits for the port waits for the models.</summary>
    private static async Task<IReadOnlyList<EdgeModel>> PullAsync(Session session, string[] names, CancellationToken cancellationToken)
    {
        if (names.Length == 0)
            session.Terminal.Note($"No model is named: serving {EdgeModels.EdgeTiny.Id}, a small model for trying things out. 'edge-ai models list' shows others.");

        var models = new List<EdgeModel>();
        foreach (var name in names.DefaultIfEmpty(EdgeModels.EdgeTiny.Id))
            models.Add(await session.FindRunnableAsync(name, cancellationToken));

        models = [.. models.DistinctBy(model => model.Id, StringComparer.Ordinal)];
        var missing = models.Where(model => session.Provisioner.GetStatus(model).Progress.State != ProvisioningState.Completed).ToLookup(IsDownloaded);
        await Task.WhenAll(missing[false].Select(model => session.Provisioner.EnsureAsync(model, progress: null, cancellationToken)));
        if (missing[true].Any())
            await session.Terminal.Progress.ShowAsync([.. missing[true].Select(model => model.Id)], progress => Task.WhenAll(missing[true].Select(model => session.Provisioner.EnsureAsync(model, progress, cancellationToken))));
        return models;

        static bool IsDownloaded(EdgeModel model) => model.Files.Any(file => file.Source.Scheme is "http" or "https");
    }

    /// <summary>The first model is loaded before the server listens: a model that cannot be loaded is an error of this command. The others are loaded by their first request.</summary>
    private void AddModels(IServiceCollection services, Session session, ParseResult arguments, IReadOnlyList<EdgeModel> models)
    {
        session.Library.AddTo(services, LogLevel.Warning, () => _isListening); // before, what fails is an error line
        foreach (var model in models)
        {
            if (model.Capabilities.HasFlag(ModelCapabilities.Embeddings))
                services.AddEdgeEmbeddingGenerator(model, options => _loading.Apply(arguments, options));
            else
                services.AddEdgeChatClient(model, options =>
                {
                    _loading.Apply(arguments, options);
                    options.MaxConcurrency = arguments.GetValue(_concurrency) ?? options.MaxConcurrency;
                    options.LoadAt = model == models[0] ? ModelTiming.Start : options.LoadAt;
                });
        }
    }
}
