namespace Edge.AI.Templates.Values;

/// <summary>The arguments of a call, not yet matched with parameters.</summary>
internal sealed record CallArguments(
    IReadOnlyList<TemplateValue> Positional, IReadOnlyList<KeyValuePair<string, TemplateValue>> Named)
{
    /// <summary>Returns the arguments without the first positional ones.</summary>
    public CallArguments Skip(int count) => this with { Positional = [.. Positional.Skip(count)] };

    public static CallArguments None { get; } = new([], []);
}
