using System.Text.RegularExpressions;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Cli.Sources;

/// <summary>A model in a repository of the hub: a GGUF file, or all parts of a split one.</summary>
/// <param name="First">The file, or the first part.</param>
/// <param name="Size">The length of all files in bytes.</param>
/// <param name="Quantization">The quantization in its path, in upper case; null if the path has none.</param>
internal sealed partial record HubCandidate(HubFile First, long Size, string? Quantization)
{
    // Files beside a model that are GGUF, but not language models: the part that reads images, and statistics of a quantization.
    private static readonly string[] Companions = ["mmproj", "imatrix"];

    public string Label => Quantization ?? First.Path;

    /// <summary>Returns the models of a repository, by size.</summary>
    public static IReadOnlyList<HubCandidate> Of(HubRepository repository) =>
    [
        .. repository.Files
            .Where(file => file.Path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && !Companions.Any(word => NameOf(file).Contains(word, StringComparison.OrdinalIgnoreCase)))
            .GroupBy(StemOf, StringComparer.Ordinal)
            .Select(files => files.OrderBy(file => file.Path, StringComparer.Ordinal).ToList())
            .Select(files => new HubCandidate(files[0], files.Sum(file => file.Size), QuantizationIn(files[0].Path)))
            .OrderBy(candidate => candidate.Size).ThenBy(candidate => candidate.First.Path, StringComparer.Ordinal),
    ];

    /// <summary>Whether the user means this model: by its quantization, its path or its file's name.</summary>
    public bool Is(string wish) => wish.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)
        ? wish.Equals(First.Path, StringComparison.OrdinalIgnoreCase) || wish.Equals(NameOf(First), StringComparison.OrdinalIgnoreCase)
        : Quantization == Normal(wish);

    public static string NameOf(HubFile file) => file.Path[(file.Path.LastIndexOf('/') + 1)..];

    private static string StemOf(HubFile file) => SplitNames.Read(NameOf(file)) is { } part ? $"{file.Path[..^NameOf(file).Length]}{part.Stem} of {part.Count}" : file.Path;

    private static string? QuantizationIn(string path) => Quantizations().Matches(path) is [.., var last] ? Normal(last.Value) : null;

    private static string Normal(string quantization) => quantization.ToUpperInvariant() switch
    {
        "FP16" => "F16",
        "FP32" => "F32",
        var other => other,
    };

    // Q4_K_M, IQ2_XXS, Q4_0_4_4, UD-Q4_K_XL, TQ1_0, MXFP4_MOE, BF16: the names of llama.cpp, and those that publishers derive from them.
    [GeneratedRegex("(?<=^|[-._/])(UD-)?(I?Q[1-8](_K)?(_(XXS|XS|S|M|L|XL|NL|[01](_[48]_[48])?))?|TQ[12]_0|BF16|FP?16|FP?32|MXFP4(_MOE)?)(?=$|[-._/])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quantizations();
}
