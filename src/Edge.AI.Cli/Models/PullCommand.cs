using System.CommandLine;
using System.Globalization;
using Edge.AI.Cli.Options;
using Edge.AI.Cli.Output;
using Edge.AI.Cli.Sources;

namespace Edge.AI.Cli.Models;

internal sealed class PullCommand : SessionCommand
{
    private readonly Argument<string[]> _names = new Argument<string[]>("ID") { Description = "Ids or aliases of models, or hf:OWNER/REPO[:QUANT][@REVISION] for models of the Hugging Face hub.", Arity = ArgumentArity.OneOrMore }.RefusingOptions();

    private readonly Option<int?> _connections = new("--connections") { Description = "Connections for each file, 1 to 8. Default: 1.", HelpName = "N", CustomParser = NumberRange.Between(1, 8) };

    private readonly Option<long?> _limit = new("--limit")
    {
        Description = "The speed limit of all downloads together, for example 10MB/s or 512KiB/s. Default: no limit.",
        HelpName = "RATE",
        CustomParser = ByteRate.Parse,
    };

    private readonly Option<bool> _seal = new("--seal") { Description = "Seal the models, so that their receipts stay valid when the folder is copied, into an image for example." };

    public PullCommand(SharedOptions shared)
        : base(shared, "pull", "Downloads models, several at once, and prints the path of each.")
    {
        Add(_names.CompletingIds(shared));
        Add(_connections);
        Add(_limit);
        Add(_seal);
    }

    protected override IEnumerable<KeyValuePair<string, string?>> Settings(ParseResult arguments)
    {
        if (arguments.GetValue(_connections) is { } connections)
            yield return new(nameof(ProvisioningOptions.ConnectionsPerFile), connections.ToString(CultureInfo.InvariantCulture));
        if (arguments.GetValue(_limit) is { } limit)
            yield return new(nameof(ProvisioningOptions.MaxBytesPerSecond), limit.ToString(CultureInfo.InvariantCulture));
    }

    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        // All names are looked up first: a typo in the last one must not waste the download of the first.
        var models = await FindAsync(arguments.GetRequiredValue(_names), session, cancellationToken);
        var pulls = new List<Task<ProvisionedModel>>();
        await session.Terminal.Progress.ShowAsync([.. models.Select(model => model.Id)], async progress =>
        {
            pulls.AddRange(models.Select(model => session.Provisioner.EnsureAsync(model, progress, cancellationToken)));
            await ((Task)Task.WhenAll(pulls)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // each result is handled below
        });

        var exitCode = ExitCode.Done;
        foreach (var (model, pull) in models.Zip(pulls))
        {
            if (pull.Exception is { InnerException: { } error })
            {
                session.Terminal.Error(error, model.Id);
                exitCode = ExitCode.Error;
            }
            else if (arguments.GetValue(_seal) && await SealAsync(session, model, cancellationToken) is { } problem)
            {
                session.Terminal.Error(problem, model.Id);
                exitCode = ExitCode.Error;
            }
            else
            {
                var pulled = await pull;
                session.Terminal.Result(new PulledLine(model.Id, pulled.Folder, pulled.Path, pulled.Files));
            }
        }

        return exitCode;
    }

    private static async Task<List<EdgeModel>> FindAsync(IEnumerable<string> names, Session session, CancellationToken cancellationToken)
    {
        var models = new List<EdgeModel>();
        foreach (var name in names)
            models.Add(HubName.IsHubName(name) ? await HubEntry.ReadAsync(HubName.Parse(name), session, cancellationToken) : session.Catalog.Get(name));

        return [.. models.DistinctBy(model => model.Id, StringComparer.Ordinal)];
    }

    /// <returns>Why the model cannot be sealed; null if it is sealed. The other models are sealed anyway.</returns>
    private static async Task<ModelStorageException?> SealAsync(Session session, EdgeModel model, CancellationToken cancellationToken)
    {
        try
        {
            await session.Store.SealAsync(model, cancellationToken);
            return null;
        }
        catch (ModelStorageException problem)
        {
            return problem;
        }
    }
}
