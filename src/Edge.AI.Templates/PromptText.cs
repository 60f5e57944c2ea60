using System.Text;

namespace Edge.AI.Templates;

/// <summary>
/// A text that knows who wrote each part of it: the result of <see cref="ChatTemplate.Render"/>, and a value that can be passed to a template.
/// Neighbouring segments have different origins, and no segment is empty. Instances never change.
/// </summary>
public sealed class PromptText
{
    /// <summary>The largest length of any text in a template, the prompt included, in UTF-16 characters.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private readonly PromptSegment[] _segments;
    private string? _text;

    /// <summary>Initializes a new instance of the <see cref="PromptText"/> class.</summary>
    /// <param name="segments">The parts, from first to last. Neighbours of one origin are joined.</param>
    public PromptText(IEnumerable<PromptSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        _segments = [.. Normalize(segments)];
        Length = _segments.Sum(segment => segment.Text.Length);
    }

    /// <summary>Gets the empty text.</summary>
    public static PromptText Empty { get; } = new([]);

    /// <summary>Gets the parts of the text.</summary>
    public IReadOnlyList<PromptSegment> Segments => _segments;

    /// <summary>Gets the length of the whole text, in UTF-16 characters.</summary>
    public int Length { get; }

    /// <summary>Gets the whole text.</summary>
    public string Text => _text ??= _segments is [var only] ? only.Text : string.Concat(_segments.Select(segment => segment.Text).ToArray()); // of an array, because a sequence is joined in the shared pool, which keeps the longest text of each thread

    /// <summary>Returns a text whose control tokens are meant. Pass no text of a user.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, with <see cref="TextOrigin.Template"/> as its origin.</returns>
    public static PromptText FromTemplate(string text) => Of(text, TextOrigin.Template);

    /// <summary>Returns a text in which nothing is a control token.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, with <see cref="TextOrigin.Input"/> as its origin.</returns>
    public static PromptText FromInput(string text) => Of(text, TextOrigin.Input);

    /// <summary>Joins texts.</summary>
    /// <param name="parts">The texts, from first to last.</param>
    /// <returns>The joined text.</returns>
    public static PromptText Concat(params IEnumerable<PromptText> parts) => new(parts.SelectMany(part => part.Segments));

    /// <summary>Joins the texts that are not empty, with a separator between them.</summary>
    /// <param name="separator">The separator; its origin is <see cref="TextOrigin.Template"/>.</param>
    /// <param name="parts">The texts, from first to last.</param>
    /// <returns>The joined text.</returns>
    public static PromptText Join(string separator, IEnumerable<PromptText> parts)
    {
        ArgumentNullException.ThrowIfNull(separator);
        ArgumentNullException.ThrowIfNull(parts);
        var between = new PromptSegment(separator, TextOrigin.Template);
        return new(parts.Where(part => part.Length > 0).SelectMany((part, index) => index == 0 ? part._segments : part._segments.Prepend(between)));
    }

    /// <summary>Returns <see cref="Text"/>.</summary>
    /// <returns>The whole text.</returns>
    public override string ToString() => Text;

    private static PromptText Of(string text, TextOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? Empty : new([new(text, origin)]);
    }

    private static IEnumerable<PromptSegment> Normalize(IEnumerable<PromptSegment> segments)
    {
        PromptSegment current = new("", TextOrigin.Template);
        StringBuilder? joined = null;
        foreach (var segment in segments.Where(segment => segment.Text.Length > 0))
        {
            if (current.Text.Length > 0 && segment.Origin == current.Origin)
            {
                (joined ??= new(current.Text)).Append(segment.Text);
                continue;
            }

            if (current.Text.Length > 0)
                yield return Take();
            current = segment;
        }

        if (current.Text.Length > 0)
            yield return Take();

        PromptSegment Take()
        {
            var whole = joined is null ? current : current with { Text = joined.ToString() };
            joined = null;
            return whole;
        }
    }
}
