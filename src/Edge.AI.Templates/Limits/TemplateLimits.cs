namespace Edge.AI.Templates.Limits;

/// <summary>
/// How large a template and the values in it may be. Real templates stay far below these numbers. <see cref="WorkMeter"/> limits
/// what all values of a rendering cost together.
/// </summary>
internal static class TemplateLimits
{
    /// <summary>UTF-16 characters of a template's source. The largest published templates have about 30,000.</summary>
    public const int MaxSourceLength = 1024 * 1024;

    /// <summary>Tokens of a template's source. The tree that renders it has no more nodes than that.</summary>
    public const int MaxTokens = 250_000;

    /// <summary>UTF-16 characters of any one text, the prompt included. 128k tokens are about half a million.</summary>
    public const int MaxTextLength = PromptText.MaxLength;

    /// <summary>Elements that one operation may put into a list.</summary>
    public const int MaxListLength = 1_000_000;

    /// <summary>Elements of a <c>range</c>; the reference's sandbox has the same limit.</summary>
    public const int MaxRangeLength = 100_000;

    /// <summary>Macros in macros. Templates recurse along JSON schemas, which are about ten levels deep.</summary>
    public const int MaxCallDepth = 200;

    /// <summary>Brackets in brackets and blocks in blocks, while parsing.</summary>
    public const int MaxNesting = 200;

    /// <summary>Bits of an integer: 4,300 decimal digits, which is as many as Python prints.</summary>
    public const int MaxIntegerBits = 14_284;

    /// <summary>Decimal digits of an integer that is read from text, as in Python.</summary>
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
