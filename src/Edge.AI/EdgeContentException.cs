namespace Edge.AI;

/// <summary>
/// A message holds an image, audio or another content that the model can't take (<c>EDGE_CONTENT_UNSUPPORTED</c>). It is never left out silently, because the answer
/// would be about something else.
/// </summary>
public sealed class EdgeContentException : EdgeAIException
{
    internal EdgeContentException(string modelId, string place, string content)
        : base(
            EdgeErrorCodes.ContentUnsupported,
            $"{place}: it has content of the kind '{content}', but '{modelId}' reads text only.",
            "Remove the content, or replace it by text: a description, or what a converter reads from it. Text files (text/*, JSON, XML, YAML) are read as text if they are sent as DataContent.")
    {
        ModelId = modelId;
        ContentKind = content;
    }

    /// <summary>Gets the model that was asked.</summary>
    public string ModelId { get; }

    /// <summary>Gets the kind of the content: its media type where it has one, for example <c>image/png</c>.</summary>
    public string ContentKind { get; }
}
