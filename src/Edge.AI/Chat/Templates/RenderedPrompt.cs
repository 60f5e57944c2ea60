namespace Edge.AI.Chat.Templates;

/// <summary>A rendered prompt. Neighbouring segments differ in origin, and none is empty.</summary>
internal sealed class RenderedPrompt(IReadOnlyList<PromptSegment> segments)
{
    private string? _text;

    public IReadOnlyList<PromptSegment> Segments => segments;

    /// <summary>The whole prompt.</summary>
    public string Text => _text ??= string.Concat(segments.Select(segment => segment.Text));

    public override string ToString() => Text;
}
