namespace Edge.AI.Templates.Values;

/// <summary>The result of <c>joiner(', ')</c>: the first call returns nothing, every later call the separator.</summary>
internal sealed class JoinerValue(StringValue separator) : CallableValue
{
    private bool _wasCalled;

    public override TemplateValue Call(CallArguments arguments)
    {
        var result = _wasCalled ? separator : StringValue.Empty;
        _wasCalled = true;
        return result;
    }
}
