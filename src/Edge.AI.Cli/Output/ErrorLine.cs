using Edge.AI.Common;
namespace Edge.AI.Cli.Output;

/// <summary>An error.</summary>
internal sealed record ErrorLine(string Code, string Message, string Hint, bool Transient) : Line
{
    /// <summary>The model, if there are several.</summary>
    public string? Id { get; init; }

    /// <summary>The exception as .NET formats it; only with --verbose.</summary>
    public string? Stack { get; init; }

    public override string ToText() => string.Join(Environment.NewLine, new[] { ForeignText.Show($"{Code}: {Message}"), ForeignText.Show(Hint), Stack }.Where(part => !string.IsNullOrEmpty(part)));
}
