using Edge.AI.Catalog;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Sources;

/// <summary>The name of a model on the Hugging Face hub: <c>hf:OWNER/REPO[:QUANT][@REVISION]</c>.</summary>
/// <param name="Repository">OWNER/REPO.</param>
/// <param name="Wish">A quantization, or a GGUF file of the repository; null if the tool picks.</param>
/// <param name="Revision">A branch, tag or commit; null for the default branch.</param>
internal sealed record HubName(string Repository, string? Wish, string? Revision)
{
    private const string Scheme = "hf:";

    public static bool IsHubName(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="EdgeAIException">The text is not such a name.</exception>
    public static HubName Parse(string text)
    {
        var (name, revision) = Cut(text[Scheme.Length..], text.LastIndexOf('@') - Scheme.Length);
        var (repository, wish) = Cut(name, name.IndexOf(':', StringComparison.Ordinal));
        if (HubNameText.Problem(repository) is { } problem)
            throw Invalid(text, problem);
        if (wish is "")
            throw Invalid(text, "The quantization after the colon is empty.");
        if (revision is not null && HubNameText.RevisionProblem(revision) is { } revisionProblem)
            throw Invalid(text, revisionProblem);

        return new(repository, wish, revision);
    }

    public override string ToString() => $"{Scheme}{Repository}{(Wish is null ? "" : $":{Wish}")}{(Revision is null ? "" : $"@{Revision}")}";

    private static (string Before, string? After) Cut(string text, int at) => at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);

    private static EdgeAIException Invalid(string text, string problem) =>
        new(ToolErrors.InputInvalid, $"'{text}' is not a model of the Hugging Face hub: {problem}", "Use hf:OWNER/REPO, hf:OWNER/REPO:QUANT or hf:OWNER/REPO:QUANT@REVISION, for example hf:bartowski/SmolLM2-135M-Instruct-GGUF:Q8_0.");
}
