namespace Edge.AI.Common;

/// <summary>Limits the length of a text.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CharactersAttribute(int least, int most) : AllowedAttribute
{
    public override string Text => $"a text of {least} to {most} characters";

    protected override bool Allows(object value) => ((string)value).Length >= least && ((string)value).Length <= most;
}
