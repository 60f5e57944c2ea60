namespace Edge.AI.Generators.Emitting;

/// <param name="HintName">The file's name.</param>
/// <param name="Text">The file's text.</param>
internal sealed record GeneratedSource(string HintName, string Text);
