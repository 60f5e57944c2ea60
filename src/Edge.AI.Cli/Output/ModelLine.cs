using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.AI.Common;

namespace Edge.AI.Cli.Output;

/// <summary>A model, and how much of it is on disk.</summary>
internal sealed record ModelLine(
    string Id, string DisplayName, string? License, int ContextLength, IReadOnlyList<string> Capabilities, long Size, bool OnDisk, long BytesOnDisk, IReadOnlyList<FileLine> Files) : Line
{
    public required IReadOnlyList<string> Aliases { get; init; }

    public string? Family { get; init; }

    public string? Parameters { get; init; }

    public string? Quantization { get; init; }

    public string? Homepage { get; init; }

    public static ModelLine Of(EdgeModel model, ProvisioningStatus status) => new(
        model.Id,
        model.DisplayName,
        model.License,
        model.ContextLength,
        [.. Enum.GetValues<ModelCapabilities>().Where(flag => flag != ModelCapabilities.None && model.Capabilities.HasFlag(flag)).Select(flag => flag.ToString().ToLowerInvariant())],
        model.Size,
        status.Progress.State == ProvisioningState.Completed,
        status.Files.Sum(file => file.BytesOnDisk),
        [.. model.Files.Zip(status.Files, FileLine.Of)])
    {
        Aliases = model.Aliases,
        Family = model.Family,
        Parameters = model.Parameters,
        Quantization = model.Quantization,
        Homepage = model.Homepage?.OriginalString,
    };

    /// <summary>For a column: yes, a percentage, or nothing.</summary>
    [JsonIgnore]
    public string OnDiskText => (OnDisk, BytesOnDisk) switch
    {
        (true, _) => "yes",
        (_, 0) => "",
        _ => (100.0 * BytesOnDisk / Size).ToString("0.#", CultureInfo.InvariantCulture) + " %",
    };

    public override string ToText()
    {
        var text = new StringBuilder();
        Say("id", Id);
        Say("name", DisplayName);
        Say("aliases", string.Join(", ", Aliases));
        Say("license", License);
        Say("family", string.Join(" ", new[] { Family, Parameters, Quantization }.OfType<string>()));
        Say("context", $"{ContextLength} tokens");
        Say("capabilities", string.Join(", ", Capabilities));
        Say("homepage", Homepage);
        Say("size", $"{ByteSizeText.Of(Size)} ({Size} bytes)");
        Say("on disk", OnDiskText is { Length: > 0 } some ? some : "no");
        foreach (var file in Files)
        {
            Say("file", file.Name);
            Say("  from", file.Url);
            Say("  sha256", file.Sha256);
            Say("  resume", file.Reason is { } reason ? $"{file.Resume}: {reason}" : file.Resume);
        }

        return text.ToString().TrimEnd();

        void Say(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                text.Append(CultureInfo.InvariantCulture, $"{name,-14}{value}").AppendLine();
        }
    }
}

/// <summary>A file of a model, and what the next attempt can do with its bytes on disk.</summary>
internal sealed record FileLine(string Name, string Url, long Size, string? Sha256, long BytesOnDisk, string Resume, string? Reason)
{
    public static FileLine Of(ModelFile file, FileStatus status) => new(
        file.Name, file.Source.GetLeftPart(UriPartial.Path), file.Size, file.Digest?.ToString(), status.BytesOnDisk, Camel(status.Resume), status.Reason);

    private static string Camel(ResumeStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
