using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>
/// Finds contents in results that were serialized to JSON: <see cref="AIContent"/> as Microsoft.Extensions.AI writes it (<c>$type</c>), and results of MCP servers
/// (<c>CallToolResult</c> and its content blocks, https://modelcontextprotocol.io/specification, server/tools).
/// </summary>
internal static class ResultShapes
{
    private const string DefaultMediaType = "application/octet-stream";

    /// <summary>The discriminators of <see cref="AIContent"/>. A caller's own types may use the same property name for other discriminators.</summary>
    private static readonly HashSet<string> Kinds =
        [.. AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(AIContent)).PolymorphismOptions!.DerivedTypes.Select(type => type.TypeDiscriminator).OfType<string>()];

    /// <summary>Returns the text of a content, of a list of contents, or of the result of an MCP tool; null for any other value.</summary>
    public static string? TextOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => OfContent(json) ?? OfMcpResult(json),
        JsonValueKind.Array when json.GetArrayLength() > 0 => OfList(json),
        JsonValueKind.String => NoteOnDataUri(json),
        _ => null,
    };

    private static string? OfList(JsonElement json)
    {
        List<string> texts = [];
        foreach (var item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || OfContent(item) is not { } text)
                return null;
            if (text.Length > 0)
                texts.Add(text);
        }

        return string.Join('\n', texts);
    }

    private static string? OfContent(JsonElement json) => Text(json, "$type") is { } kind ? (Kinds.Contains(kind) ? OfAIContent(json) : null) : OfMcpBlock(json);

    private static string? OfAIContent(JsonElement json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(AIContent))) is AIContent content ? ResultContents.TextOf(content) ?? "" : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            return null; // a caller's own object with the same discriminator property
        }
    }

    private static string? OfMcpResult(JsonElement json)
    {
        if (!json.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array || OfList(content) is not { } text || HasMore(json))
            return null;

        if (text.Length == 0 && json.TryGetProperty("structuredContent", out var structured))
            text = ReadableJson.Of(structured, TextOf);
        return json.TryGetProperty("isError", out var isError) && isError.ValueKind == JsonValueKind.True ? ResultContents.NoteOnError(text) : text;
    }

    /// <summary>Whether an object has properties that the result of an MCP tool does not have, so that it is the caller's own data.</summary>
    private static bool HasMore(JsonElement json) => json.EnumerateObject().Any(property => property.Name is not ("content" or "isError" or "structuredContent" or "_meta"));

    private static string? OfMcpBlock(JsonElement json) => Text(json, "type") switch
    {
        "text" => Text(json, "text"),
        "image" or "audio" when Text(json, "data") is { } data => ResultContents.NoteOn(Text(json, "mimeType") ?? DefaultMediaType, SizeOfBase64(data)),
        "resource" when json.TryGetProperty("resource", out var resource) && resource.ValueKind == JsonValueKind.Object => OfMcpResource(resource),
        "resource_link" when Text(json, "uri") is { } uri => $"[{Text(json, "mimeType") ?? "resource"}: {uri}]",
        _ => null,
    };

    private static string? OfMcpResource(JsonElement resource) =>
        Text(resource, "text") ?? (Text(resource, "blob") is { } blob ? ResultContents.NoteOn(Text(resource, "mimeType") ?? DefaultMediaType, SizeOfBase64(blob)) : null);

    /// <summary>Data contents inside of other objects are serialized without a type, as a data URI.</summary>
    private static string? NoteOnDataUri(JsonElement json) =>
        JsonMarshal.GetRawUtf8Value(json).StartsWith("\"data:"u8) && TryRead(json.GetString()!, out var data) ? ResultContents.TextOf(data) : null;

    private static bool TryRead(string uri, [NotNullWhen(true)] out DataContent? data)
    {
        try
        {
            data = new(uri);
            _ = data.Data; // decodes it
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            data = null; // text that only begins like a data URI
            return false;
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long SizeOfBase64(string text) => (long)text.TrimEnd('=').Length * 3 / 4;
}
