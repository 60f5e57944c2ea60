namespace Edge.AI.Templates.Values;

/// <summary>Estimates the size of the caller's values in bytes.</summary>
internal static class InputSize
{
    public static long Of(IEnumerable<TemplateValue> values)
    {
        var size = 0L;
        var waiting = new Stack<TemplateValue>(values);
        while (waiting.TryPop(out var value))
        {
            size += 40 + (value is StringValue text ? 2L * text.Text.Length : 0);
            var inner = value switch
            {
                DictValue dict => dict.Entries.SelectMany<KeyValuePair<TemplateValue, TemplateValue>, TemplateValue>(entry => [entry.Key, entry.Value]),
                SequenceValue sequence => sequence.Values,
                _ => [],
            };
            foreach (var element in inner)
                waiting.Push(element);
        }

        return size;
    }
}
