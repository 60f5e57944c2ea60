using Edge.AI.Common;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>Converts the contents of a tool result to text. Contents that are not text become a short note, because their bytes would mean nothing to the model and cost thousands of tokens.</summary>
internal static class ResultContents
{
    public static string TextOf(IEnumerable<AIContent?> contents) => string.Join('\n', contents.Select(TextOf).Where(text => !string.IsNullOrEmpty(text)));

    public static string? TextOf(AIContent? content) => content switch
    {
        TextContent text => text.Text,
        DataContent data => TextData.Read(data) ?? NoteOn(data.MediaType, data.Data.Length),
        UriContent uri => $"[{uri.MediaType}: {uri.Uri}]",
        HostedFileContent file => $"[{file.MediaType ?? "file"}: {file.Name ?? file.FileId}]",
        ErrorContent error => NoteOnError(error.Message),
        FunctionResultContent { Result: AIContent inner } => TextOf(inner),
        FunctionResultContent { Result: string text } => text,
        FunctionResultContent { Exception: { } error } => NoteOnError(error.Message),
        _ => null, // usage, reasoning and unknown contents contain nothing for the model
    };

    public static string NoteOn(string mediaType, long size) => $"[{mediaType}, {ByteSizeText.Of(size)}]";

    public static string NoteOnError(string? message) => $"Error: {message}";
}
