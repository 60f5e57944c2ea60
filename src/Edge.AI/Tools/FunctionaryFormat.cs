namespace Edge.AI.Tools;

/// <summary><c>&lt;function=name&gt;{…}&lt;/function&gt;</c>: functionary 3.1, and Llama 3 as some templates want it.</summary>
internal sealed class FunctionaryFormat : NamedCallFormat
{
    protected override string Open => "<function=";

    protected override string AfterName => ">";

    protected override string Close => "</function>";
}
