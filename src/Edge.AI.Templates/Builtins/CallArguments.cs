using Edge.AI.Templates.Tree;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>What a call passes, before anyone has matched it with parameters.</summary>
internal sealed record CallArguments(
    RenderContext Context, IReadOnlyList<TemplateValue> Positional, IReadOnlyList<KeyValuePair<string, TemplateValue>> Named)
{
    /// <summary>The same without the first positional arguments.</summary>
    public CallArguments Skip(int count) => this with { Positional = [.. Positional.Skip(count)] };

    public static CallArguments None(RenderContext context) => new(context, [], []);
}
