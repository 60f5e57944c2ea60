using Edge.AI.Common;
namespace Edge.AI;

/// <summary>
/// The base of every error that Edge.AI raises itself. The message says what happened and where, <see cref="Hint"/> what to do next,
/// and <see cref="Code"/> stays the same across versions, so that code and dashboards can rely on it.
/// </summary>
public class EdgeAIException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="code">One of <see cref="EdgeErrorCodes"/>.</param>
    /// <param name="message">What happened, and where. Control characters are replaced by escapes, and more than 4,000 characters are shortened.</param>
    /// <param name="hint">What to do next.</param>
    /// <param name="isTransient">Whether the same call may succeed later without any change.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public EdgeAIException(string code, string message, string hint, bool isTransient = false, Exception? innerException = null)
        : base(message is null ? null : ForeignText.Show(message), innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentNullException.ThrowIfNull(hint);
        Code = code;
        Hint = ForeignText.Show(hint);
        IsTransient = isTransient;
    }

    /// <summary>The stable code, for example <c>EDGE_MODEL_UNKNOWN</c>.</summary>
    public string Code { get; }

    /// <summary>What to do next, in one or two sentences.</summary>
    public string Hint { get; private set; }

    /// <summary>Whether the same call may succeed later without any change: a busy queue, an unreachable network.</summary>
    public bool IsTransient { get; }

    /// <summary>Adds a hint that only a caller can know.</summary>
    internal void AddHint(string sentence) => Hint = $"{Hint} {sentence}".TrimStart();

    /// <summary>The exception as .NET prints it, with code and hint below. The messages of its causes are shown without control characters, too.</summary>
    public override string ToString() => ForeignText.ShowLines($"{base.ToString()}{Environment.NewLine}{Code}: {Hint}");
}
