using System.Text.Json.Serialization;

namespace Edge.AI.AspNetCore.Models;

/// <summary>A model of the catalogue, as clients see it.</summary>
internal sealed record ModelCard(string Id, string DisplayName, int ContextLength, long Size, IReadOnlyList<string> Capabilities, ModelProgress Progress)
{
    public string? License { get; init; }

    public string? Family { get; init; }

    public string? Parameters { get; init; }

    public string? Quantization { get; init; }

    public Uri? Homepage { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Gets the name under which this server answers requests for the model; null if no chat client of the app uses it.</summary>
    public string? ServedAs { get; init; }

    public static ModelCard Of(EdgeModel model, ProvisioningProgress progress, string? servedAs) =>
        new(model.Id, model.DisplayName, model.ContextLength, model.Size, [.. CapabilitiesOf(model)], ModelProgress.Of(progress))
        {
            License = model.License,
            Family = model.Family,
            Parameters = model.Parameters,
            Quantization = model.Quantization,
            Homepage = model.Homepage,
            Aliases = model.Aliases,
            ServedAs = servedAs,
        };

    private static IEnumerable<string> CapabilitiesOf(EdgeModel model)
    {
        (ModelCapabilities Flag, string Name)[] names =
            [(ModelCapabilities.Chat, "chat"), (ModelCapabilities.Tools, "tools"), (ModelCapabilities.Reasoning, "reasoning"), (ModelCapabilities.Embeddings, "embeddings")];
        return names.Where(name => model.Capabilities.HasFlag(name.Flag)).Select(name => name.Name);
    }
}

/// <summary>How far a model is.</summary>
internal sealed record ModelProgress(string State, long Bytes, long TotalBytes, double Fraction, double BytesPerSecond)
{
    public double? SecondsLeft { get; init; }

    public ModelError? Error { get; init; }

    public static ModelProgress Of(ProvisioningProgress progress) =>
        new(NameOf(progress.State), progress.Bytes, progress.TotalBytes, progress.Fraction, progress.BytesPerSecond)
        {
            SecondsLeft = progress.TimeLeft?.TotalSeconds,
            Error = progress.Error is EdgeAIException error ? new(error.Code, error.Message, error.Hint) : progress.Error is null ? null : new("internal_error", "The download failed.", "The log of the server has the reason."),
        };

    private static string NameOf(ProvisioningState state) => state switch
    {
        ProvisioningState.Pending => "pending",
        ProvisioningState.Downloading => "downloading",
        ProvisioningState.Paused => "paused",
        ProvisioningState.Verifying => "verifying",
        ProvisioningState.Completed => "completed",
        ProvisioningState.Failed => "failed",
        _ => "cancelled",
    };
}

internal sealed record ModelError(string Code, string Message, string Hint);

internal sealed record ModelDeletion(long FreedBytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ModelCard>))]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(ModelProgress))]
[JsonSerializable(typeof(ModelDeletion))]
internal sealed partial class ModelsJsonContext : JsonSerializerContext;
