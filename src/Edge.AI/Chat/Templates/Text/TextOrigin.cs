namespace Edge.AI.Chat.Templates.Text;

/// <summary>Who wrote a piece of text, and so whether it may become control tokens.</summary>
internal enum TextOrigin
{
    /// <summary>The template's author, or the engine on the template's behalf: control tokens are meant.</summary>
    Template,

    /// <summary>The caller or a user: whatever it looks like, it is plain text.</summary>
    Input,
}
