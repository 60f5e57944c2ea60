using Edge.AI.Common;
namespace Edge.AI;

/// <summary>The base of all exceptions that Edge.AI throws for its own errors.</summary>
/// <remarks>
/// The message says what happened and where, and <see cref="Hint"/> what to do next. <see cref="Code"/> stays the same across versions, so that code and dashboards
/// can rely on it. Each code has one exception type.
/// </remarks>
public class EdgeAIException : Exception
{
    /// <summary>Initializes an exception.</summary>
    /// <param name="code">One of <see cref="EdgeErrorCodes"/>.</param>
    /// <param name="message">What happened, and where. Control characters are replaced by escapes, and more than 4,000 characters are shortened.</param>
    /// <param name="hint">What to do next.</param>
    /// <param name="isTransient">Whether the same call can succeed later without a change.</param>
    /// <param name="innerException">The cause, if it was another exception.</param>
    public EdgeAIException(string code, string message, string hint, bool isTransient = false, Exception? innerException = null)
        : base(message is null ? null : ForeignText.Show(message), innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentNullException.ThrowIfNull(hint);
        Code = code;
        Hint = ForeignText.Show(hint);
        IsTransient = isTransient;
    }

    /// <summary>Gets the stable code, for example <c>EDGE_MODEL_UNKNOWN</c>.</summary>
    public string Code { get; }

    /// <summary>Gets what to do next, in one or two sentences.</summary>
    public string Hint { get; private set; }

    /// <summary>Gets a value indicating whether the same call can succeed later without a change: a full queue or an unreachable network, for example.</summary>
    public bool IsTransient { get; }

    /// <summary>Adds a hint that only a caller knows.</summary>
    internal void AddHint(string sentence) => Hint = $"{Hint} {sentence}".TrimStart();

    /// <summary>Returns the exception as .NET formats it, followed by code and hint. Control characters in the messages of its causes are escaped as well.</summary>
    public override string ToString() => ForeignText.ShowLines($"{base.ToString()}{Environment.NewLine}{Code}: {Hint}");
}
