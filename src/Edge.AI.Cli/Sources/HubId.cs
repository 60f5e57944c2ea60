using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Cli.Sources;

/// <summary>
/// Derives the id of a model that is pulled from the hub without a manifest: <c>hf--owner--repo--q4_k_m</c>. It names owner, repository and quantization, because each
/// combination needs a folder of its own. A revision that the user names is part of it as well: its files differ from those of other revisions. The hub does not allow two hyphens in a row in names, so different repositories have different ids.
/// </summary>
internal static partial class HubId
{
    private const string Prefix = "hf--";
    private const int HashDigits = 8;

    /// <summary>Whether a model was pulled from the hub without a manifest.</summary>
    public static bool IsHubId(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <param name="repository">OWNER/REPO.</param>
    /// <param name="label">The quantization, or the path of the file if several models have the quantization.</param>
    /// <param name="revision">The revision that the user named; null for the default branch.</param>
    public static string Of(string repository, string label, string? revision)
    {
        var whole = $"{Prefix}{repository.Replace("/", "--", StringComparison.Ordinal)}--{label}{(revision is null ? "" : $"--{revision}")}";
        var id = Unsafe().Replace(whole.ToLowerInvariant(), "-");
        if (ModelRules.NameProblem(id) is null)
            return id;

        // The name is too long, or it ends as no folder may: the end becomes a hash of all of it.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))[..HashDigits];
        return $"{id[..Math.Min(id.Length, ModelRules.MaxNameLength - HashDigits - 1)]}-{hash}";
    }

    [GeneratedRegex("[^a-z0-9._-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unsafe();
}
