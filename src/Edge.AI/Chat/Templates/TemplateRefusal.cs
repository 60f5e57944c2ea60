namespace Edge.AI.Chat.Templates;

/// <summary>Carries the words of <c>raise_exception</c> out of a template, to become a <see cref="TemplateRefusalException"/>.</summary>
internal sealed class TemplateRefusal(string reason) : Exception(reason);
