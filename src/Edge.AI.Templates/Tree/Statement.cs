namespace Edge.AI.Templates.Tree;

/// <summary>A node that does something: write text, set a variable, loop.</summary>
internal abstract class Statement(int offset)
{
    public int Offset => offset;

    public abstract Flow Execute(RenderContext context);
}
