namespace Edge.AI.Tools;

/// <summary>DeepSeek's markers around the name and around a fenced block of JSON: V3 and R1. Since V3.1 without the fence.</summary>
internal sealed class DeepSeekFormat(bool hasFence) : NamedCallFormat
{
    protected override string OpenAll => "<｜tool▁calls▁begin｜>";

    protected override string Open => hasFence ? "<｜tool▁call▁begin｜>function<｜tool▁sep｜>" : "<｜tool▁call▁begin｜>";

    protected override string AfterName => hasFence ? "\n```json\n" : "<｜tool▁sep｜>";

    protected override string Close => hasFence ? "\n```<｜tool▁call▁end｜>" : "<｜tool▁call▁end｜>";

    protected override string CloseAll => "<｜tool▁calls▁end｜>";
}
