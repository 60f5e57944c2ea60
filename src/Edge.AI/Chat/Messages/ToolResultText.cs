using System.Text.Json;
using Edge.AI.Common;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>
/// Converts a tool result to the text for the model: text stays as it is, contents become their text, and everything else becomes readable JSON. The text is the same if the result
/// was serialized to JSON before, as <see cref="AIFunctionFactory"/> does.
/// </summary>
internal static class ToolResultText
{
    /// <param name="result">The result.</param>
    /// <param name="place">The place of the result, for errors.</param>
    /// <exception cref="EdgeOptionException">The result cannot be serialized to JSON.</exception>
    public static string Of(FunctionResultContent result, string place)
    {
        var text = UnpairedSurrogates.Replace(TextOf(result, place));
        return text.Length == 0 && result.Exception is { } error ? ResultContents.NoteOnError(error.Message) : text;
    }

    private static string TextOf(FunctionResultContent content, string place) => content.Result switch
    {
        null => "",
        string text => text,
        AIContent single => ResultContents.TextOf(single) ?? "",
        IEnumerable<AIContent?> list => ResultContents.TextOf(list),
        IEnumerable<object?> list when AreContents(list) => ResultContents.TextOf(list.Cast<AIContent>()),
        Exception error => ResultContents.NoteOnError(error.Message),
        byte[] bytes => NoteOnBytes(bytes.Length),
        ReadOnlyMemory<byte> bytes => NoteOnBytes(bytes.Length),
        Memory<byte> bytes => NoteOnBytes(bytes.Length),
        var other => TextOf(CallerJson.Of(other, place, $"the result of call '{ForeignText.Name(content.CallId)}'")),
    };

    private static string TextOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => json.GetString()!,
        _ => ResultShapes.TextOf(json) ?? ReadableJson.Of(json, ResultShapes.TextOf),
    };

    private static bool AreContents(IEnumerable<object?> list) => list is ICollection<object?> { Count: > 0 } && list.All(item => item is AIContent);

    private static string NoteOnBytes(long size) => ResultContents.NoteOn("application/octet-stream", size);
}
