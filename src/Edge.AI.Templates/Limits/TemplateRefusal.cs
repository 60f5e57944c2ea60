namespace Edge.AI.Templates.Limits;

/// <summary>Carries the message of <c>raise_exception</c> out of the engine, to become a <see cref="TemplateRefusedException"/>.</summary>
internal sealed class TemplateRefusal(string reason) : Exception(reason);
