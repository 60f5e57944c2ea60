namespace Edge.AI.Cli.Output;

/// <summary>Something that is good to know.</summary>
internal sealed record NoteLine(string Text) : Line
{
    public override string ToText() => Text;
}
