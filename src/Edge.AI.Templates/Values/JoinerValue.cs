namespace Edge.AI.Templates.Values;

/// <summary>What <c>joiner(', ')</c> makes: the first call gives nothing, every later one the separator.</summary>
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
