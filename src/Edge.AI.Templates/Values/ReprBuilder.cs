using System.Text;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>
/// Builds the text of a structure: a repr or JSON. If one string in it is input, the whole text is input: its quotes and brackets
/// are not control tokens, and a text in pieces would be tokenized worse.
/// </summary>
internal sealed class ReprBuilder
{
    private readonly StringBuilder _text = new();
    private TextOrigin _origin = TextOrigin.Template;

    public ReprBuilder Append(ReadOnlySpan<char> text)
    {
        TemplateLimits.CheckText((long)_text.Length + text.Length);
        WorkMeter.Charge(4);
        WorkMeter.Allocate(2L * text.Length);
        _text.Append(text);
        return this;
    }

    public ReprBuilder Append(char character)
    {
        TemplateLimits.CheckText(_text.Length + 1L);
        WorkMeter.Charge(2);
        WorkMeter.Allocate(2);
        _text.Append(character);
        return this;
    }

    public void MarkInput() => _origin = TextOrigin.Input;

    public void WriteTo(TextBuilder output) => output.Append(_text.ToString(), _origin);

    public Values.StringValue ToValue() => Values.StringValue.Of(_text.ToString(), _origin);
}
