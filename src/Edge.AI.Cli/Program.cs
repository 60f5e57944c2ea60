using System.CommandLine;
using System.CommandLine.Invocation;
using Edge.AI.Cli;

var shared = new SharedOptions();
var arguments = new ToolCommand(shared).Parse(args);
if (arguments.Action is ParseErrorAction)
    return UsageError.Report(arguments, shared);

// Each command handles signals itself: Interrupts.
return await arguments.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
