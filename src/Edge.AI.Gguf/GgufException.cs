using Edge.AI.Common;

namespace Edge.AI.Gguf;

/// <summary>The exception that is thrown when a file is not GGUF, is incomplete or damaged, or holds a model that cannot be used.</summary>
/// <remarks>The texts come from files of unknown origin: control characters are replaced by escapes, and long texts are shortened.</remarks>
public sealed class GgufException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="GgufException"/> class.</summary>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="problem">What is wrong with the file, as the rest of a sentence that begins with its name: "is empty."</param>
    /// <param name="hint">What the reader can do about it, in one or two sentences.</param>
    public GgufException(string fileName, string problem, string hint)
        : base(ForeignText.Show($"'{fileName}' {problem}"))
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(hint);
        (FileName, Problem, Hint) = (fileName, ForeignText.Show(problem), ForeignText.Show(hint));
    }

    /// <summary>Gets the name of the file.</summary>
    public string FileName { get; }

    /// <summary>Gets what is wrong with the file, as the rest of a sentence that begins with its name.</summary>
    public string Problem { get; }

    /// <summary>Gets what the reader can do about it, in one or two sentences.</summary>
    public string Hint { get; }
}
