using Edge.AI.Catalog;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Sources;

/// <summary>The name of a model on the Hugging Face hub: <c>hf:OWNER/REPO[:QUANT]</c>.</summary>
/// <param name="Repository">OWNER/REPO.</param>
/// <param name="Wish">A quantization, or a GGUF file of the repository; null if the tool picks.</param>
internal sealed record HubName(string Repository, string? Wish)
{
    private const string Scheme = "hf:";

    public static bool IsHubName(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="EdgeAIException">The text is not such a name.</exception>
    public static HubName Parse(string text)
    {
        var parts = text[Scheme.Length..].Split(':', 2);
        if (HubNameText.Problem(parts[0]) is { } problem)
            throw Invalid(text, problem);

        return parts is [var repository, var wish] ? new(repository, wish.Length > 0 ? wish : throw Invalid(text, "The quantization after the colon is empty.")) : new(parts[0], Wish: null);
    }

    public override string ToString() => Wish is null ? Scheme + Repository : $"{Scheme}{Repository}:{Wish}";

    private static EdgeAIException Invalid(string text, string problem) =>
        new(ToolErrors.InputInvalid, $"'{text}' is not a model of the Hugging Face hub: {problem}", "Use hf:OWNER/REPO or hf:OWNER/REPO:QUANT, for example hf:bartowski/SmolLM2-135M-Instruct-GGUF:Q8_0.");
}
