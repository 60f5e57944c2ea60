namespace Edge.AI;

/// <summary>
/// A message has content that the model cannot read, such as an image or audio (<c>EDGE_CONTENT_UNSUPPORTED</c>). Edge.AI never drops such content silently, because the
/// answer would ignore it.
/// </summary>
public sealed class EdgeContentException : EdgeAIException
{
    internal EdgeContentException(string modelId, string place, string content)
        : base(
            EdgeErrorCodes.ContentUnsupported,
            $"{place}: content of the kind '{content}' is not supported; '{modelId}' reads only text.",
            "Remove the content, or replace it with text, such as a description. Text files (text/*, JSON, XML, YAML) are read as text if they are sent as DataContent.")
    {
        ModelId = modelId;
        ContentKind = content;
    }

    /// <summary>Gets the id of the model that the request was for.</summary>
    public string ModelId { get; }

    /// <summary>Gets the kind of the content. It is the media type if the content has one, for example <c>image/png</c>.</summary>
    public string ContentKind { get; }
}
