using System.Text.Json;

namespace Edge.AI.Sources;

/// <summary>Reads the JSON of the hub's API. All of it is foreign, so every value that is used is checked.</summary>
internal static class HubAnswer
{
    /// <summary>Returns the commit in the description of a repository.</summary>
    public static string Commit(HubDocument answer)
    {
        using var json = Parse(answer);
        var commit = json.RootElement.ValueKind == JsonValueKind.Object ? Text(json.RootElement, "sha") : null;
        return commit is { Length: 40 or 64 } && commit.All(char.IsAsciiHexDigit) ? commit : throw answer.Invalid("'sha' is not the id of a commit.");
    }

    /// <summary>Returns the files of one page of a list. Folders are skipped.</summary>
    /// <param name="answer">The page.</param>
    /// <param name="addressOf">Returns the address for a path.</param>
    public static IReadOnlyList<HubFile> Files(HubDocument answer, Func<string, Uri> addressOf)
    {
        using var json = Parse(answer);
        if (json.RootElement.ValueKind != JsonValueKind.Array || json.RootElement.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object))
            throw answer.Invalid("The list of files is not an array of objects.");

        return [.. json.RootElement.EnumerateArray().Where(entry => Text(entry, "type") == "file").Select(entry => File(answer, entry, addressOf))];
    }

    private static HubFile File(HubDocument answer, JsonElement entry, Func<string, Uri> addressOf)
    {
        if (Text(entry, "path") is not { } path || path.Split('/').Any(part => part is "" or "." or ".."))
            throw answer.Invalid("A file has no valid path.");

        // The size of a large file can be that of its pointer, which Git stores in its place.
        var isLarge = entry.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object;
        if (!(isLarge ? lfs : entry).TryGetProperty("size", out var size) || size.ValueKind != JsonValueKind.Number || !size.TryGetInt64(out var bytes) || bytes < 0)
            throw answer.Invalid($"'{path}' has no size.");

        // Only the oid of a large file is a SHA-256 of its content. That of every other file is Git's.
        return new() { Path = path, Source = addressOf(path), Size = bytes, Digest = isLarge ? DigestOf(lfs) : null };
    }

    private static Sha256Digest? DigestOf(JsonElement large) => Sha256Digest.TryParse(Text(large, "oid"), out var digest) ? digest : null;

    private static string? Text(JsonElement value, string name)
    {
        if (!value.TryGetProperty(name, out var text) || text.ValueKind != JsonValueKind.String)
            return null;

        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // An unpaired surrogate: no text that a path or a digest can have.
        }
    }

    private static JsonDocument Parse(HubDocument answer)
    {
        try
        {
            return JsonDocument.Parse(answer.Content);
        }
        catch (JsonException broken)
        {
            throw answer.Invalid("It is not JSON.", broken);
        }
    }
}
