namespace Edge.AI.Templates;

/// <summary>The exception that is thrown when a template has a syntax error, is too long, or uses an unknown filter, test or tag.</summary>
public sealed class TemplateSyntaxException : TemplateException
{
    internal TemplateSyntaxException(string templateName, int line, int column, string reason, Exception? innerException = null)
        : base(templateName, line, column, "has an error", reason, innerException)
    {
    }
}
