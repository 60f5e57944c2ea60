namespace Edge.AI.Tools;

/// <summary><c>&lt;function=name&gt;{…}&lt;/function&gt;</c>: functionary 3.1, and some templates of Llama 3.</summary>
internal sealed class FunctionaryFormat : NamedCallFormat
{
    protected override string Open => "<function=";

    protected override string AfterName => ">";

    protected override string Close => "</function>";
}
