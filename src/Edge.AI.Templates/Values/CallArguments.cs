namespace Edge.AI.Templates.Values;

/// <summary>What a call passes, before anyone has matched it with parameters.</summary>
internal sealed record CallArguments(
    IReadOnlyList<TemplateValue> Positional, IReadOnlyList<KeyValuePair<string, TemplateValue>> Named)
{
    /// <summary>The same without the first positional arguments.</summary>
    public CallArguments Skip(int count) => this with { Positional = [.. Positional.Skip(count)] };

    public static CallArguments None { get; } = new([], []);
}
