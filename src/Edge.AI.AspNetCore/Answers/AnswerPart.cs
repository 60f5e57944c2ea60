namespace Edge.AI.AspNetCore.Answers;

/// <summary>A piece of an answer, in the order in which the model writes it.</summary>
internal abstract record AnswerPart;

/// <summary>Text for the reader.</summary>
internal sealed record TextPart(string Text) : AnswerPart;

/// <summary>Text of the model's reasoning.</summary>
internal sealed record ReasoningPart(string Text) : AnswerPart;

/// <summary>A complete call of a tool that the request offered.</summary>
/// <param name="Id">The id of the call.</param>
/// <param name="Name">The name of the tool.</param>
/// <param name="Arguments">The arguments, as a JSON object.</param>
internal sealed record CallPart(string Id, string Name, string Arguments) : AnswerPart;
