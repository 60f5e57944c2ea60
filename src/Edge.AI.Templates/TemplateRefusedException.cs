namespace Edge.AI.Templates;

/// <summary>
/// The exception that is thrown when a template calls <c>raise_exception</c>: the template works, but refuses these messages.
/// <see cref="TemplateException.Reason"/> is the template's own text.
/// </summary>
public sealed class TemplateRefusedException : TemplateException
{
    internal TemplateRefusedException(string templateName, int line, int column, string reason)
        : base(templateName, line, column, "refuses the messages", reason)
    {
    }
}
