using System.Text.RegularExpressions;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Catalog;

/// <summary>Derives a model's id from the name of its file.</summary>
internal static partial class ModelIdText
{
    private const string Fallback = "model";

    /// <summary>Returns the name without its extension, quantization and part number: <c>Phi-3-mini-Q4_K_M.gguf</c> becomes <c>phi-3-mini</c>.</summary>
    public static string Of(string fileName)
    {
        var stem = Suffixes().Replace(Path.GetFileNameWithoutExtension(fileName), "").ToLowerInvariant();
        var id = Separators().Replace(stem.Length > ModelRules.MaxNameLength ? stem[..ModelRules.MaxNameLength] : stem, "-").Trim('-', '.', '_');
        return id.Length > 0 && ModelRules.NameProblem(id) is null ? id : Fallback;
    }

    // Quantizations such as Q4_K_M, IQ2_XS, BF16 and MXFP4, and 00001-of-00003, at the end of a name.
    [GeneratedRegex("([-._](i?q[0-9]\\w*|t?q[12]_0|bf16|fp?(16|32)|mxfp4\\w*|[0-9]{5}-of-[0-9]{5}))+$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Suffixes();

    [GeneratedRegex("[^a-z0-9._]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();
}
