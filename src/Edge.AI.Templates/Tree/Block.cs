namespace Edge.AI.Templates.Tree;

/// <summary>Statements, one after the other.</summary>
internal sealed class Block(IReadOnlyList<Statement> statements)
{
    public Flow Execute(RenderContext context)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            context.Step(statements[i].Offset);
            if (statements[i].Execute(context) is var flow and not Flow.Next)
                return flow;
        }

        return Flow.Next;
    }
}
