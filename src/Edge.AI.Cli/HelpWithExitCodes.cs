using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Edge.AI.Cli;

/// <summary>The usual help, followed by the exit codes.</summary>
internal sealed class HelpWithExitCodes(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(
            $"""
            Exit codes:
              {ExitCode.Done}    done
              {ExitCode.Error}    error: standard error has its code, message and hint
              {ExitCode.Usage}    wrong usage
              {ExitCode.Cancelled}  cancelled; the downloaded bytes are kept
            """);
        return result;
    }
}
