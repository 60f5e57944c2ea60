using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Edge.AI.Generators.Analysis;

/// <summary>
/// Tells whether assigned options are passed to a client of Edge.AI. All providers share the type of the options, so the code must show it:
/// within one method, the options are passed to a client that is declared or created as <c>EdgeChatClient</c>.
/// </summary>
internal sealed class ChatOptionsUse(EdgeSymbols symbols)
{
    public bool IsOfEdgeClient(IPropertyReferenceOperation modelId)
    {
        var root = Root(modelId);
        return modelId.Instance switch
        {
            ILocalReferenceOperation local => IsPassed(local.Local, root),
            IInstanceReferenceOperation { Parent.Parent.Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation created } } => IsPassed(created, root),
            _ => false,
        };
    }

    private bool IsPassed(IObjectCreationOperation created, IOperation root) => ParentBeyondConversions(created) switch
    {
        IArgumentOperation argument => GoesToEdgeClient(argument, root),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => IsPassed(declarator.Symbol, root),
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => IsPassed(local.Local, root),
        _ => false,
    };

    private bool IsPassed(ILocalSymbol options, IOperation root) => root.Descendants().OfType<IArgumentOperation>()
        .Any(argument => WithoutConversions(argument.Value) is ILocalReferenceOperation passed && Same(passed.Local, options) && GoesToEdgeClient(argument, root));

    private bool GoesToEdgeClient(IArgumentOperation argument, IOperation root) => argument.Parent is IInvocationOperation call && Receiver(call) switch
    {
        ILocalReferenceOperation local => symbols.IsChatClient(local.Type) || IsMadeAsEdgeClient(local.Local, root),
        var receiver => symbols.IsChatClient(receiver?.Type),
    };

    private static IOperation? Receiver(IInvocationOperation call) =>
        WithoutConversions(call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value : null));

    private bool IsMadeAsEdgeClient(ILocalSymbol client, IOperation root) => root.Descendants().OfType<IVariableDeclaratorOperation>()
        .Any(declarator => Same(declarator.Symbol, client) && symbols.IsChatClient(WithoutConversions(declarator.GetVariableInitializer()?.Value)?.Type));

    private static IOperation? ParentBeyondConversions(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation)
            parent = parent.Parent;

        return parent;
    }

    private static IOperation? WithoutConversions(IOperation? operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;

        return operation;
    }

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;

        return operation;
    }

    private static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
