using Edge.AI.Cli.Output;
using Edge.AI.Common;

namespace Edge.AI.Cli.Sources;

/// <summary>Chooses one model of a repository: the one that the user names, the only one, or the one with the usual quantization.</summary>
internal static class HubChoice
{
    // The usual balance of size and quality first, then what is closest to it. Less than three bits last, because answers suffer.
    private static readonly string[] Preferred =
    [
        "Q4_K_M", "UD-Q4_K_XL", "Q4_K_L", "Q4_K_S", "IQ4_NL", "IQ4_XS", "Q4_1", "Q4_0", "MXFP4", "MXFP4_MOE", "Q5_K_M", "Q5_K_S", "Q5_K_L", "UD-Q5_K_XL", "Q5_1", "Q5_0",
        "Q6_K", "UD-Q6_K_XL", "Q6_K_L", "Q8_0", "UD-Q8_K_XL", "Q3_K_L", "Q3_K_M", "UD-Q3_K_XL", "IQ3_M", "Q3_K_S", "BF16", "F16", "F32",
    ];

    /// <returns>The model, and why it was picked; null if the user named it.</returns>
    /// <exception cref="EdgeAIException">There is no such model, or more than one.</exception>
    public static (HubCandidate Candidate, string? Reason) Of(HubName name, IReadOnlyList<HubCandidate> candidates)
    {
        if (candidates.Count == 0)
            throw new EdgeAIException(ToolErrors.InputInvalid, $"{name} has no GGUF file with a language model.", "Use a repository with GGUF files. The names of most of them end in -GGUF.");
        if (name.Wish is { } wish)
            return (Only(name, candidates.Where(candidate => candidate.Is(wish)), candidates, $"with {wish}"), null);
        if (candidates is [var single])
            return (single, "the only model of the repository");

        var preference = Preferred.FirstOrDefault(quantization => candidates.Any(candidate => candidate.Is(quantization)));
        var picked = Only(name, candidates.Where(candidate => preference is null || candidate.Is(preference)), candidates, preference is null ? "without a known quantization" : $"with {preference}");
        return (picked, preference == Preferred[0] ? "the usual balance of size and quality" : $"the closest to {Preferred[0]}");
    }

    private static HubCandidate Only(HubName name, IEnumerable<HubCandidate> matches, IReadOnlyList<HubCandidate> candidates, string condition) => matches.ToList() switch
    {
        [var only] => only,
        [] => throw new EdgeAIException(ToolErrors.InputInvalid, $"hf:{name.Repository} has no model {condition}. It has {Listed(candidates, candidate => candidate.Label)}.", $"Use hf:{name.Repository}:NAME with one of these names."),
        var several => throw new EdgeAIException(ToolErrors.InputInvalid, $"hf:{name.Repository} has {several.Count} models {condition}: {Listed(several, candidate => candidate.First.Path)}.", $"Choose one by its file: hf:{name.Repository}:{several[0].First.Path}"),
    };

    private static string Listed(IReadOnlyList<HubCandidate> candidates, Func<HubCandidate, string> label) =>
        string.Join(", ", candidates.Select(candidate => $"{label(candidate)} ({ByteSizeText.Of(candidate.Size)})"));
}
