using Edge.AI.Chat.Templates.Text;

namespace Edge.AI.Chat.Templates;

/// <summary>A piece of a prompt: tokenize it with control tokens if the template wrote it, and without if it is input.</summary>
internal readonly record struct PromptSegment(string Text, TextOrigin Origin);
