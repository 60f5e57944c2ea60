using System.CommandLine;
using System.CommandLine.Invocation;
using Edge.AI.Cli;

var shared = new SharedOptions();
var arguments = new ToolCommand(shared).Parse(args);
if (arguments.Action is ParseErrorAction)
    return UsageError.Report(arguments, shared);

// After Ctrl-C, files must be closed and journals written.
return await arguments.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
