using Edge.AI.Cli.Output;
using Edge.AI.Cli.Sources;

namespace Edge.AI.Cli.Models;

/// <summary>Describes a model of the Hugging Face hub for a download, without a manifest.</summary>
internal static class HubEntry
{
    /// <exception cref="EdgeAIException">The hub does not have the model, or refuses to send it.</exception>
    public static async Task<EdgeModel> ReadAsync(HubName name, Session session, CancellationToken cancellationToken)
    {
        var source = await HubModel.FindAsync(name, session, cancellationToken);
        var header = await source.ReadHeaderAsync(cancellationToken); // A gated model is refused here, before the download.
        var facts = new ModelFacts(header);
        var files = await SplitModel.MeasureAsync(source, header, cancellationToken);
        return new()
        {
            Id = source.Id,
            DisplayName = facts.DisplayName,
            License = facts.License,
            ContextLength = facts.ContextLength,
            Capabilities = facts.Capabilities.Aggregate(ModelCapabilities.None, (all, capability) => all | Enum.Parse<ModelCapabilities>(capability, ignoreCase: true)),
            Files = [.. files.Select(FileOf)],
            Parameters = facts.Parameters,
            Quantization = facts.Quantization,
        };
    }

    private static ModelFile FileOf(MeasuredFile file) => new() { Name = file.Name, Source = new(file.Url), Size = file.Size, Digest = Sha256Digest.Parse(file.Sha256) };
}
