using System.Globalization;
using System.Text;

namespace Edge.AI.Catalog.Parsing;

/// <summary>
/// The rules for the values of a catalogue entry. The manifest parser and the public records apply them,
/// so that no id, file name or address reaches the disk or the network unchecked. Each rule returns the problem, or null.
/// </summary>
internal static class ModelRules
{
    public const int MaxNameLength = 100;
    public const int MaxTextLength = 200;
    public const int MaxFileNameBytes = 240; // file systems allow 255, and downloads append .partial.json; StoreLayout and DurableFile append nothing longer
    public const int MaxDimensions = 65536;
    public const string AppScheme = "app:";

    public static IReadOnlyList<string> Capabilities { get; } = ["chat", "tools", "reasoning", "embeddings"];

    /// <summary>Ids and aliases; an id is also the name of the model's folder.</summary>
    public static string? NameProblem(string name)
    {
        if (name.Length is 0 or > MaxNameLength)
            return $"An id or alias must have 1 to {MaxNameLength} characters. '{Shorten(name)}' has {name.Length}.";

        if (!name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-' or '_') || name[0] is '.' or '-' or '_')
            return $"'{Shorten(name)}' is not a valid id or alias. Use lower-case letters, digits, '.', '-' and '_', and start with a letter or digit.";

        return FileNameRules.Problem(name) is { } problem ? $"'{name}' is not a valid id or alias, because a folder cannot have this name: {problem}." : null;
    }

    public static string? FileNameProblem(string name) =>
        FileNameRules.Problem(name) is { } problem ? $"'{Shorten(name)}' is not a plain, portable file name: {problem}." : null;

    /// <summary>Display names: one line, because they appear in logs, terminals and generated comments.</summary>
    public static string? TextProblem(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "The text is empty.";

        if (text.Length > MaxTextLength)
            return $"The text has {text.Length} characters. The maximum is {MaxTextLength}.";

        return text.Any(IsInvisible) ? $"'{Shorten(text)}' contains a line break or another invisible character." : null;
    }

    /// <summary>A template, a stop string or a prefix: any text, line breaks included.</summary>
    public static string? ChatTextProblem(string text) => text.Length > 0 ? null : "The text is empty.";

    public static string? CapabilityProblem(string capability) => Capabilities.Contains(capability, StringComparer.Ordinal)
        ? null
        : $"'{Shorten(capability)}' is not a capability. The capabilities are {string.Join(", ", Capabilities)}.";

    /// <summary>The address of a file: https, http on this machine, or <c>app:</c> for a file that ships with the app.</summary>
    public static string? SourceProblem(string url) => url.StartsWith(AppScheme, StringComparison.Ordinal)
        ? AppPathProblem(url.Substring(AppScheme.Length)) is { } problem ? $"'{Shorten(url)}' does not name a file in the app's models folder: {problem}." : null
        : PageProblem(url);

    /// <summary>The address of a page: https, or http on this machine.</summary>
    public static string? PageProblem(string url)
    {
        // Uri trims white space and reads a backslash as a slash, but the checked text must be the text that is used.
        if (url.Any(c => IsInvisible(c) || char.IsWhiteSpace(c) || c == '\\') || HasLoneSurrogate(url) || !Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return $"'{Shorten(url)}' is not an absolute address such as https://host/path.";

        if (uri.UserInfo.Length > 0)
            return "The address contains a user name or password. Configure credentials in the app, never in a manifest.";

        var isSafe = uri.Scheme is "https" || (uri.Scheme is "http" && uri.IsLoopback);
        return isSafe ? null : $"'{Shorten(url)}' is not an https address. Plain http is allowed only for this machine (localhost, 127.0.0.1, [::1]).";
    }

    public static string? SizeProblem(long size) => size > 0 ? null : $"A size must be a number of bytes from 1 to {long.MaxValue}, not {Invariant(size)}.";

    /// <summary>Adds a file's size to the size of the model, which must fit into a long as well.</summary>
    public static string? TotalSizeProblem(ref long total, long size)
    {
        if (size > long.MaxValue - total)
            return $"The files of a model can have at most {long.MaxValue} bytes together.";

        total += Math.Max(0, size);
        return null;
    }

    public static string FileNameClash(string name) =>
        $"'{Shorten(name)}' is used twice. The files of a model need different names, regardless of case.";

    public static string? ContextLengthProblem(long tokens) =>
        tokens is >= 1 and <= int.MaxValue ? null : $"A context length must be a number of tokens from 1 to {int.MaxValue}, not {Invariant(tokens)}.";

    public static string? DimensionProblem(long length) =>
        length is >= 1 and <= MaxDimensions ? null : $"A vector must have from 1 to {MaxDimensions} numbers, not {Invariant(length)}.";

    /// <summary>The lengths of a model's vectors, of which a longer one can be shortened to the next.</summary>
    public static string? DimensionsProblem(IReadOnlyList<int> lengths) => Enumerable.Range(1, Math.Max(0, lengths.Count - 1)).Any(at => lengths[at] >= lengths[at - 1])
        ? "The dimensions must be in descending order, the length of the model's own vectors first."
        : null;

    public static string? DigestProblem(string digest) =>
        digest.Length == 64 && digest.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F'))
            ? null
            : $"A SHA-256 digest has 64 hexadecimal digits. '{Shorten(digest)}' does not.";

    public static bool IsInvisible(char character) => char.IsControl(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    public static bool HasLoneSurrogate(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;

            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return true;

            at++;
        }

        return false;
    }

    /// <summary>The text as messages show it: shortened, without characters that a terminal obeys.</summary>
    public static string Shorten(string text)
    {
        const int Most = 80;
        var shown = new StringBuilder();
        foreach (var character in text.Take(Most))
            shown.Append(IsInvisible(character) || char.IsSurrogate(character) ? $"\\u{(int)character:X4}" : character.ToString());

        return text.Length > Most ? shown.Append('…').ToString() : shown.ToString();
    }

    // '%' and '#' have another meaning in the path of a Uri.
    private static string? AppPathProblem(string path) => path.IndexOfAny(['%', '#']) >= 0
        ? "it contains '%' or '#'"
        : path.Split('/').Select(FileNameRules.Problem).FirstOrDefault(problem => problem is not null);

    private static string Invariant(long value) => value.ToString(CultureInfo.InvariantCulture);
}
