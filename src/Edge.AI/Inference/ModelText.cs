using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>What turns a conversation into the tokens of a prompt. It is loaded before the model can generate.</summary>
/// <param name="Vocabulary">The model's vocabulary.</param>
/// <param name="ChatTemplate">The Jinja chat template of the file; null if it has none.</param>
/// <param name="ToolTemplate">The Jinja chat template of the file for conversations with tools; null if it has none.</param>
internal sealed record ModelText(Vocabulary Vocabulary, string? ChatTemplate, string? ToolTemplate);
