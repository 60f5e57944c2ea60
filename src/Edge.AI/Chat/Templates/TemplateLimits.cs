namespace Edge.AI.Chat.Templates;

/// <summary>
/// What a template may cost. Templates come with models, so they are code from strangers: real ones stay orders of magnitude below
/// these numbers, and one that does not ends in an error within about a second.
/// </summary>
internal static class TemplateLimits
{
    /// <summary>Evaluated nodes, plus the length of the values they make. A conversation of 1,000 messages takes about 100,000.</summary>
    public const long MaxSteps = 5_000_000;

    /// <summary>UTF-16 characters of any one text, the prompt included. 128k tokens are about half a million.</summary>
    public const int MaxTextLength = 16 * 1024 * 1024;

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

    public static void CheckText(long length)
    {
        if (length > MaxTextLength)
            throw new TemplateException($"a text longer than {MaxTextLength} characters was about to be made");
    }

    public static void CheckList(long length)
    {
        if (length > MaxListLength)
            throw new TemplateException($"a list with more than {MaxListLength} elements was about to be made");
    }
}
