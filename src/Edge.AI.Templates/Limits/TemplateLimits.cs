namespace Edge.AI.Templates.Limits;

/// <summary>
/// The limits for a template and for each of its values. Real templates stay far below them. <see cref="WorkMeter"/> limits
/// the cost of all values of a rendering together.
/// </summary>
internal static class TemplateLimits
{
    /// <summary>The length of a template's source, in UTF-16 characters. The largest published templates have about 30,000.</summary>
    public const int MaxSourceLength = 1024 * 1024;

    /// <summary>The number of tokens of a template's source. Its tree does not have more nodes.</summary>
    public const int MaxTokens = 250_000;

    /// <summary>The length of one text, the prompt included, in UTF-16 characters. 128k tokens are about half a million.</summary>
    public const int MaxTextLength = PromptText.MaxLength;

    /// <summary>The number of elements of a list.</summary>
    public const int MaxListLength = 1_000_000;

    /// <summary>The number of elements of a <c>range</c>. The reference's sandbox has the same limit.</summary>
    public const int MaxRangeLength = 100_000;

    /// <summary>The depth of macros that call macros. Templates recurse along JSON schemas, which are about ten levels deep.</summary>
    public const int MaxCallDepth = 200;

    /// <summary>The depth of nested brackets and blocks.</summary>
    public const int MaxNesting = 200;

    /// <summary>The bits of an integer: 4,300 decimal digits, the limit of Python's output.</summary>
    public const int MaxIntegerBits = 14_284;

    /// <summary>The decimal digits of an integer that is read from text, as in Python.</summary>
    public const int MaxIntegerDigits = 4300;

    public static void CheckText(long length)
    {
        if (length > MaxTextLength)
            throw new TemplateError($"it creates a text longer than {MaxTextLength} characters");
    }

    public static void CheckList(long length)
    {
        if (length > MaxListLength)
            throw new TemplateError($"it creates a list with more than {MaxListLength} elements");
    }
}
