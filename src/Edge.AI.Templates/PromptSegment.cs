namespace Edge.AI.Templates;

/// <summary>A part of a prompt that has one origin. Tokenize it with control tokens if its origin is <see cref="TextOrigin.Template"/>, and without them otherwise.</summary>
public readonly record struct PromptSegment
{
    /// <summary>Initializes a new instance of the <see cref="PromptSegment"/> struct.</summary>
    /// <param name="text">The text.</param>
    /// <param name="origin">The author of the text.</param>
    public PromptSegment(string text, TextOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        (Text, Origin) = (text, origin);
    }

    /// <summary>Gets the text.</summary>
    public string Text { get; init; }

    /// <summary>Gets the author of the text.</summary>
    public TextOrigin Origin { get; init; }
}
