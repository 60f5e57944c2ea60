using Edge.AI.Cli.Output;
using Edge.AI.Common;
using Spectre.Console;

namespace Edge.AI.Cli.Diagnosis;

/// <summary>Shows the results of checks without secrets: with signs and colours on a terminal, else as lines.</summary>
internal sealed class CheckDisplay(Terminal terminal, Redaction redaction)
{
    private readonly bool _isLively = !terminal.IsJson && !Console.IsOutputRedirected;
    private int _errors;
    private int _warnings;

    public void Show(CheckLine check)
    {
        _errors += check.Status == CheckStatus.Error ? 1 : 0;
        _warnings += check.Status == CheckStatus.Warning ? 1 : 0;
        var shown = redaction.Of(check);
        if (!_isLively)
        {
            terminal.Result(shown);
            return;
        }

        var (sign, color) = shown.Status switch { CheckStatus.Ok => ("✓", Color.Green), CheckStatus.Warning => ("!", Color.Yellow), _ => ("✗", Color.Red) };
        AnsiConsole.Write(new Text(sign, new Style(color)));
        Console.WriteLine($" {ForeignText.ShowLines(shown.Body("  ", Math.Max(60, Console.WindowWidth)))}");
    }

    public void End(bool canAnswer)
    {
        if (_isLively)
            Console.WriteLine();
        terminal.Result(new DiagnosisLine(canAnswer, _errors, _warnings));
    }
}
