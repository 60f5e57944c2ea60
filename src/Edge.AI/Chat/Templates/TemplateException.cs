using System.Runtime.CompilerServices;
using Edge.AI.Errors;

namespace Edge.AI.Chat.Templates;

/// <summary>
/// Something is wrong in a template. It travels inside the engine only: <see cref="ChatTemplate"/> turns it into a
/// <see cref="ModelValidationException"/> with line and column.
/// </summary>
internal sealed class TemplateException(string message, int? offset = null) : Exception(ForeignText.Show(message))
{
    /// <summary>The place in the source, where the thrower knows it; else the node that was being evaluated tells.</summary>
    public int? Offset => offset;

    /// <summary>Values and trees can be nested as deep as their makers like; this turns a stack overflow into an error.</summary>
    public static void ThrowIfStackIsShort()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new TemplateException("it is nested too deeply");
    }
}
