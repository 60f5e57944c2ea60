using Edge.AI.Common;

namespace Edge.AI.Templates;

/// <summary>The base of the exceptions that are thrown when a template cannot be parsed or rendered.</summary>
/// <remarks>The texts come from templates of unknown origin: control characters are replaced by escapes, and long texts are shortened.</remarks>
public abstract class TemplateException : Exception
{
    private protected TemplateException(string templateName, int line, int column, string problem, string reason, Exception? innerException = null)
        : base(ForeignText.Show($"The chat template '{templateName}' {problem} at line {line}, column {column}: {reason}"), innerException) =>
        (TemplateName, Line, Column, Reason) = (templateName, line, column, ForeignText.Show(reason));

    /// <summary>Gets the name that was passed to <see cref="ChatTemplate.Parse"/>.</summary>
    public string TemplateName { get; }

    /// <summary>Gets the line of the template's source, from 1.</summary>
    public int Line { get; }

    /// <summary>Gets the column within the line, from 1.</summary>
    public int Column { get; }

    /// <summary>Gets what is wrong, without the name and the position.</summary>
    public string Reason { get; }
}
