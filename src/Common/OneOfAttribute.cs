namespace Edge.AI.Common;

/// <summary>Limits an option to the names of its enumeration.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(Type enumeration) : AllowedAttribute
{
    public override string Text => $"one of {string.Join(", ", Enum.GetNames(enumeration))}";

    protected override bool Allows(object value) => Enum.IsDefined(enumeration, value);
}
