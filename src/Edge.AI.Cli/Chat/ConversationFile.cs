using System.Text.Json;
using Edge.AI.Cli.Output;
using Microsoft.Extensions.AI;

namespace Edge.AI.Cli.Chat;

/// <summary>A conversation on disk: a JSON array of messages, as Microsoft.Extensions.AI writes them, so that an app can continue it.</summary>
internal static class ConversationFile
{
    private static readonly JsonSerializerOptions Format = new(AIJsonUtilities.DefaultOptions) { WriteIndented = true };

    /// <exception cref="IOException">The file cannot be written. An earlier one stays as it was.</exception>
    public static void Write(string path, IReadOnlyList<ChatMessage> messages)
    {
        var draft = path + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(messages, Format));
        File.Move(draft, path, overwrite: true);
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="EdgeAIException">The file is not a conversation.</exception>
    public static IReadOnlyList<ChatMessage> Read(string path)
    {
        try
        {
            if (JsonSerializer.Deserialize<List<ChatMessage>>(File.ReadAllText(path), Format) is { } messages && !messages.Contains(null!))
                return messages;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw Invalid(path, error);
        }

        throw Invalid(path, cause: null);
    }

    private static EdgeAIException Invalid(string path, Exception? cause) =>
        new(ToolErrors.InputInvalid, $"'{path}' is not a saved conversation.", "Name a file that /save has written.", innerException: cause);
}
