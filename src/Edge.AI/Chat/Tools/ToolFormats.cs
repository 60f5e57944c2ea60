using Edge.AI.Chat.Messages;

namespace Edge.AI.Chat.Tools;

/// <summary>Finds the format that a model's template speaks: by what it writes for a call, else by the markers in its source.</summary>
internal static class ToolFormats
{
    /// <summary>In this order, because the later markers occur in other formats, too.</summary>
    private static readonly (Func<Evidence, bool> Fits, ToolFormat Format)[] Known =
    [
        (seen => seen.Has("<｜tool▁calls▁begin｜>"), new DeepSeekFormat(hasFence: false)),
        (seen => seen.Has("[TOOL_CALLS]"), new MistralFormat()),
        (seen => seen.Has("<|START_ACTION|>"), new CommandFormat()),
        (seen => seen.Has("<|tools_prefix|>"), new ApertusFormat()),
        (seen => seen.Has("<|tool_call_start|>") || seen.Has("List of tools: "), new PythonCallFormat()),
        (seen => seen.Has("<tool_call>") && seen.Has("<function="), new QwenCoderFormat()),
        (seen => seen.Has("<tool_call>") && seen.Has("<arg_key>"), new GlmFormat()),
        (seen => seen.Has("<tool_call>"), new HermesFormat()),
        (seen => seen.Has("<function="), new FunctionaryFormat()),
        (seen => seen.Has("<|/tool|>"), new MarkedListFormat(hasEnd: true)),
        (seen => seen.Has("<|tool_call|>"), new MarkedListFormat(hasEnd: false)),
        (seen => seen.Has("<|python_tag|>") || seen.Has("\"parameters\": "), new Llama3Format()),
    ];

    private static readonly DeepSeekFormat FencedDeepSeek = new(hasFence: true);
    private static readonly MistralNamedFormat NamedMistral = new();

    /// <summary>The format of a template; the generic one if it has none that is known.</summary>
    public static ToolFormat Find(string source, TemplateTraits traits)
    {
        if (traits.ToolsVariable is null)
            return Generic; // whatever it writes for calls, it can't offer any

        var seen = new Evidence(source, traits.CallSample);
        foreach (var (fits, format) in Known)
        {
            if (!fits(seen))
                continue;

            return format switch
            {
                DeepSeekFormat when seen.Has("```json") => FencedDeepSeek,
                MistralFormat when seen.Has("[ARGS]") => NamedMistral,
                _ => format,
            };
        }

        return Generic;
    }

    public static GenericFormat Generic { get; } = new();

    private sealed record Evidence(string Source, string CallSample)
    {
        public bool Has(string marker) => CallSample.Contains(marker, StringComparison.Ordinal) || Source.Contains(marker, StringComparison.Ordinal);
    }
}
