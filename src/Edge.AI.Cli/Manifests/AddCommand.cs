using System.CommandLine;
using Edge.AI.Catalog.Parsing;
using Edge.AI.Cli.Models;
using Edge.AI.Cli.Output;
using Edge.AI.Cli.Sources;

namespace Edge.AI.Cli.Manifests;

internal sealed class AddCommand : SessionCommand
{
    private readonly Argument<string> _source = new Argument<string>("SOURCE") { Description = "A GGUF file, or its https address; of a split model, the first one. Or hf:OWNER/REPO[:QUANT][@REVISION], a model of the Hugging Face hub." }.RefusingOptions();

    private readonly Option<string?> _manifest = new("--manifest") { Description = "The manifest to change; it is created if it does not exist. Default: the only *.edgemodels.json in this folder.", HelpName = "FILE" };

    private readonly Option<string?> _id = new("--id") { Description = "The model's id. Default: the file's name, without its quantization.", HelpName = "ID" };

    private readonly Option<string[]> _capabilities = new Option<string[]>("--capability") { Description = "A capability of the model, if the file does not contain it. Can be repeated.", HelpName = "NAME" }
        .AcceptOnlyFromAmong([.. ModelRules.Capabilities]);

    public AddCommand(SharedOptions shared)
        : base(shared, "add", "Adds a model to a manifest, with the values that its file contains.")
    {
        Add(_source);
        Add(_manifest);
        Add(_id);
        Add(_capabilities);
    }

    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var manifest = ManifestText.ReadOrBegin(arguments.GetValue(_manifest) ?? OnlyManifestHere());
        var source = await ModelSource.FindAsync(arguments.GetRequiredValue(_source), session, cancellationToken);
        var header = await source.ReadHeaderAsync(cancellationToken);
        var facts = new ModelFacts(header);
        var capabilities = arguments.GetValue(_capabilities) is { Length: > 0 } given ? given : facts.Capabilities;
        if (capabilities.Count == 0)
            throw new ModelValidationException(source.Name, "has neither a chat template nor a pooling type, so its capabilities are not known.", "Use --capability chat or --capability embeddings.");

        var id = arguments.GetValue(_id) ?? facts.Id;
        var files = await SplitModel.MeasureAsync(source, header, cancellationToken);
        var added = manifest.With(indent => EntryText.Of(id, facts, capabilities, files, indent));
        added.Write();
        session.Terminal.Result(new AddedLine(manifest.Path, id, files.Sum(file => file.Size), [.. files]));
        return ExitCode.Done;
    }

    private static string OnlyManifestHere() => Directory.GetFiles(".", "*.edgemodels.json") switch
    {
        [var only] => Path.GetFileName(only),
        { Length: var count } => throw new EdgeAIException(ToolErrors.InputInvalid, $"There are {count} manifests (*.edgemodels.json) in this folder.", "Choose one with --manifest FILE. It is created if it does not exist."),
    };
}
