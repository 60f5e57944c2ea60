namespace Edge.AI.Templates.Tree;

/// <summary>What a macro is made of: also the body of a call block is one, without a name.</summary>
internal sealed record MacroDefinition(string Name, IReadOnlyList<MacroParameter> Parameters, Block Body, SpecialParameters Special);

/// <summary>A parameter of a macro, and what it is if a call leaves it out.</summary>
internal sealed record MacroParameter(string Name, int Number, Expression? Default);

/// <summary>The numbers of the names that a macro receives if its body mentions them, else null.</summary>
internal sealed record SpecialParameters(int? VarArgs, int? KwArgs, int? Caller);
