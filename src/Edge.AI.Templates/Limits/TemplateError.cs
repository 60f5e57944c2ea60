using System.Runtime.CompilerServices;
using Edge.AI.Common;

namespace Edge.AI.Templates.Limits;

/// <summary>
/// An error in a template or in its variables. It stays inside the engine: <see cref="ChatTemplate"/> turns it into an exception
/// with line and column.
/// </summary>
internal sealed class TemplateError(string message, int? offset = null) : Exception(ForeignText.Show(message))
{
    /// <summary>The place in the source, or <see langword="null"/> for the place of the node that is being evaluated.</summary>
    public int? Offset => offset;

    /// <summary>Throws an error instead of overflowing the stack: values and trees can be nested to any depth.</summary>
    public static void ThrowIfStackIsShort()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new TemplateError("it is nested too deeply");
    }
}
