using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Edge.AI.Common;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// Identifies everything that shapes the state of a sequence, except its tokens: the model, the adapters, llama.cpp and the load options. A state is restored only where this key is
/// the same.
/// </summary>
internal static class StateKey
{
    /// <summary>The length of a key in bytes.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <param name="path">The model file.</param>
    /// <param name="options">How the model is loaded.</param>
    /// <param name="library">The file of llama.cpp, which defines the format of a state.</param>
    /// <param name="contextLength">The length of the context, which some models scale their positions by.</param>
    public static byte[] Of(string path, InferenceOptions options, string library, int contextLength) => Of(
    [
        $"llama.cpp {FileSamples.DigestOf(library)}",
        $"model {options.ModelDigest ?? DescriptionOf(path)}",
        .. options.Adapters.Items.Select(adapter => string.Create(CultureInfo.InvariantCulture, $"adapter {DescriptionOf(adapter.Path)} {adapter.Scale:R}")),
        string.Create(CultureInfo.InvariantCulture, $"context {contextLength} {options.KvCacheType} {options.FlashAttention}"),
    ]);

    /// <summary>
    /// Describes a file that nothing has verified. Reading gigabytes at each start would cost more than the cache saves, so it is the length, the time of the last change, and pieces of
    /// the content.
    /// </summary>
    public static string DescriptionOf(string path)
    {
        using var file = File.OpenHandle(path);
        return string.Create(CultureInfo.InvariantCulture, $"{RandomAccess.GetLength(file)} {File.GetLastWriteTimeUtc(file).Ticks} {FileSamples.DigestOf(path)}");
    }

    private static byte[] Of(IEnumerable<string> lines) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
}
