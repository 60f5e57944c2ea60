namespace Edge.AI.Templates.Tree;

/// <summary>The parts of a macro. The body of a call block is a macro without a name.</summary>
internal sealed record MacroDefinition(string Name, IReadOnlyList<MacroParameter> Parameters, Block Body, SpecialParameters Special);

/// <summary>A parameter of a macro, and its default.</summary>
internal sealed record MacroParameter(string Name, int Number, Expression? Default);

/// <summary>The numbers of the special names of a macro, or <see langword="null"/> if its body does not use them.</summary>
internal sealed record SpecialParameters(int? VarArgs, int? KwArgs, int? Caller);
