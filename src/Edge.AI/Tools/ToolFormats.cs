using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tools;

/// <summary>
/// Finds the format of a model's template: the format that can parse what the template writes for a call, or, if the template writes no calls, the format whose
/// markers are in its source.
/// </summary>
internal static class ToolFormats
{
    private static readonly HermesFormat Hermes = new();
    private static readonly Llama3Format Llama3 = new();
    private static readonly PythonCallFormat Python = new();
    private static readonly MarkedListFormat Phi4 = new("<|tool_call|>", "<|/tool_call|>");
    private static readonly MarkedListFormat Granite3 = new("<|tool_call|>", "");

    /// <summary>The order matters: a format without an end also parses those with one, and so does a format with optional line breaks around a value.</summary>
    private static readonly ToolFormat[] Known =
    [
        new DeepSeekFormat(hasFence: true),
        new DeepSeekFormat(hasFence: false),
        new MistralNamedFormat(),
        new MistralFormat(),
        new CommandFormat(),
        new CommandPlusFormat(),
        new ApertusFormat(),
        new KimiFormat(),
        new HarmonyFormat(),
        new GemmaFormat("<|tool_call>", "<tool_call|>", "<|\"|>"),
        new GemmaFormat("<start_function_call>", "<end_function_call>", "<escape>"),
        new QwenCoderFormat("tool_call", hasLines: false),
        new QwenCoderFormat("tool_call"),
        new QwenCoderFormat("seed:tool_call", hasLines: false),
        new QwenCoderFormat("seed:tool_call"),
        new GlmFormat(),
        new FunctionaryFormat(),
        new MarkedListFormat("<TOOLCALL>", "</TOOLCALL>"),
        new MarkedListFormat("<tool_calls>", "</tool_calls>"),
        Phi4,
        Granite3,
        Python,
        Hermes,
        Llama3,
    ];

    /// <summary>The order matters, because the later markers also occur in other formats.</summary>
    private static readonly (string Marker, ToolFormat Format)[] Markers =
    [
        ("<|tool_call_start|>", Python),
        ("List of tools: ", Python),
        ("<tool_call>", Hermes),
        ("<|/tool|>", Phi4),
        ("<|tool_call|>", Granite3),
        ("<|python_tag|>", Llama3),
        ("\"parameters\": ", Llama3),
    ];

    /// <summary>A call for templates to write, so that its format can be recognized.</summary>
    public static FunctionCallContent SampleCall { get; } = new("probe0000", "probe_tool", new Dictionary<string, object?>(StringComparer.Ordinal) { ["probe_argument"] = "probe_value" });

    private static readonly ToolSet Offered = ToolSet.From(new() { Tools = [AIFunctionFactory.CreateDeclaration(SampleCall.Name, null, JsonElement.Parse("{}"))] })!;

    public static GenericFormat Generic { get; } = new();

    /// <summary>Returns the format of a template that tells the model about tools, or the generic format if the template's is not known.</summary>
    /// <param name="source">The template.</param>
    /// <param name="written">What the template writes for <see cref="SampleCall"/>, and around it. Empty if it writes no calls.</param>
    public static ToolFormat Find(string source, string written) =>
        written.Length > 0
        ? Array.Find(Known, format => Reads(format, written)) ?? Generic
        : Array.Find(Markers, known => source.Contains(known.Marker, StringComparison.Ordinal)).Format ?? Generic;

    private static bool Reads(ToolFormat format, string sample)
    {
        foreach (var opener in format.Openers(Offered))
        {
            for (var at = sample.IndexOf(opener.Marker, StringComparison.Ordinal); at >= 0; at = sample.IndexOf(opener.Marker, at + 1, StringComparison.Ordinal))
            {
                if (opener.Opens(sample.AsSpan(at)) is true && format.Read(sample[at..], isEnd: true, Offered) is { } reading && reading.Calls.Any(IsTheProbe) && IsClosed(format, sample[at..(at + reading.Length)]))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Readers accept a missing end, but a format whose template writes no end is another format.</summary>
    private static bool IsClosed(ToolFormat format, string call) => call.EndsWith(format.End, StringComparison.Ordinal);

    private static bool IsTheProbe(ToolCall call)
    {
        if (call.Name != SampleCall.Name)
            return false;

        try
        {
            return JsonElement.DeepEquals(JsonElement.Parse(call.Arguments), ArgumentsJson.Of(SampleCall));
        }
        catch (JsonException)
        {
            return false; // the format found something else than the arguments
        }
    }
}
