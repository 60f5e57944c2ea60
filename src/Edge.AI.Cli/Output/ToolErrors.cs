using Edge.AI.Gguf;
using Edge.AI.Templates;
using Microsoft.Extensions.Options;

namespace Edge.AI.Cli.Output;

/// <summary>Converts exceptions to error lines. The tool adds codes of its own to those of docs/errors.md.</summary>
internal static class ToolErrors
{
    public const string Usage = "EDGE_USAGE";
    public const string Cancelled = "EDGE_CANCELLED";
    public const string AspNetCoreMissing = "EDGE_ASPNETCORE_MISSING";
    public const string InputInvalid = "EDGE_INPUT_INVALID";
    public const string ToolServerFailed = "EDGE_TOOL_SERVER_FAILED";
    public const string Unexpected = "EDGE_UNEXPECTED";

    public static ErrorLine Describe(Exception error) => error switch
    {
        ModelNotFoundException unknown => new(unknown.Code, unknown.Message, AdviceFor(unknown), unknown.IsTransient),
        ModelOfflineException offline => new(offline.Code, offline.Message, "Run the command without --offline, or copy the model's folder from a machine that has it.", offline.IsTransient),
        ContextExceededException full => new(full.Code, full.Message, "Use a larger --context, a shorter text, or /clear.", full.IsTransient),
        EdgeAIException edge => new(edge.Code, edge.Message, edge.Hint, edge.IsTransient),
        GgufException damage => new(EdgeErrorCodes.ModelInvalid, damage.Message, damage.Hint, Transient: false),
        TemplateRefusedException refusal => new(EdgeErrorCodes.OptionUnsupported, refusal.Message, "Change the messages in the input file, or use another template.", Transient: false),
        TemplateException template => new(EdgeErrorCodes.ModelInvalid, template.Message, "Correct the template, or use another one.", Transient: false),
        OptionsValidationException options => new(EdgeErrorCodes.OptionUnsupported, options.Message, "Correct the option, or the environment variable EdgeAI__NAME that sets it.", Transient: false),
        IOException or UnauthorizedAccessException => new(EdgeErrorCodes.StorageDenied, error.Message, "Check the path, its permissions and the disk.", Transient: false),
        _ => new(Unexpected, $"{error.GetType().Name}: {error.Message}", "Run the command again with --verbose, and report its output.", Transient: false),
    };

    /// <summary>The library's hint names its API. This hint names the command line.</summary>
    private static string AdviceFor(ModelNotFoundException unknown) =>
        $"Did you mean {string.Join(", ", unknown.Nearest.Select(id => $"'{id}'"))}? --manifest FILE adds models of your own.";
}
