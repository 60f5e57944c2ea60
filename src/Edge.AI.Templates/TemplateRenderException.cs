namespace Edge.AI.Templates;

/// <summary>The exception that is thrown when a template fails while it is rendered, or exceeds its <see cref="RenderBudget"/>.</summary>
public sealed class TemplateRenderException : TemplateException
{
    internal TemplateRenderException(string templateName, int line, int column, string reason, Exception? innerException = null)
        : base(templateName, line, column, "fails", reason, innerException)
    {
    }
}
