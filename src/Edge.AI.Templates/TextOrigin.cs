namespace Edge.AI.Templates;

/// <summary>Specifies who wrote a text, and so whether control tokens in it are meant.</summary>
public enum TextOrigin
{
    /// <summary>The author of the template wrote it: control tokens are meant.</summary>
    Template,

    /// <summary>The caller or a user wrote it: it is plain text, even where it looks like a control token.</summary>
    Input,
}
