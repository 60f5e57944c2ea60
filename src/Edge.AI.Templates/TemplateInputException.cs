using Edge.AI.Common;

namespace Edge.AI.Templates;

/// <summary>The exception that is thrown when a variable cannot be passed to a template: its type is not supported, or it is too large or nested too deeply.</summary>
public sealed class TemplateInputException : ArgumentException
{
    internal TemplateInputException(string variable, string reason, Exception? innerException = null)
        : base(ForeignText.Show($"The variable '{variable}' cannot be passed to a template: {reason}"), innerException) =>
        (Variable, Reason) = (variable, ForeignText.Show(reason));

    /// <summary>Gets the name of the variable.</summary>
    public string Variable { get; }

    /// <summary>Gets what is wrong with its value.</summary>
    public string Reason { get; }
}
