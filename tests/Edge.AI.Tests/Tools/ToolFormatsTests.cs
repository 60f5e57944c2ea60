using Edge.AI.Tests.Support;
using Edge.AI.Tools;

namespace Edge.AI.Tests.Tools;

public sealed class ToolFormatsTests(TinyModel tiny)
{
    public static TheoryData<string, string, string?> Published => new()
    {
        { "Apertus-8B-Instruct", nameof(ApertusFormat), "<|inner_suffix|>" },
        { "CohereForAI-c4ai-command-r7b-12-2024-tool_use", nameof(CommandFormat), "<|END_THINKING|>" },
        { "GLM-4.6", nameof(GlmFormat), "</think>" },
        { "HuggingFaceTB-SmolLM3-3B", nameof(GenericFormat), "</think>" },
        { "LFM2.5-Instruct", nameof(PythonCallFormat), "</think>" },
        { "NousResearch-Hermes-2-Pro-Llama-3-8B-tool_use", nameof(HermesFormat), null },
        { "Qwen-Qwen2.5-7B-Instruct", nameof(HermesFormat), null },
        { "Qwen-Qwen3-0.6B", nameof(HermesFormat), "</think>" },
        { "Qwen3-Coder", nameof(QwenCoderFormat), null },
        { "deepseek-ai-DeepSeek-R1-Distill-Qwen-32B", nameof(GenericFormat), "</think>" },
        { "google-gemma-2-2b-it", nameof(GenericFormat), null },
        { "google-gemma-4-31B-it", nameof(GemmaFormat), "<channel|>" },
        { "ibm-granite-granite-3.3-2B-Instruct", nameof(MarkedListFormat), "</think>" },
        { "meetkai-functionary-medium-v3.1", nameof(FunctionaryFormat), null },
        { "meta-llama-Llama-3.1-8B-Instruct", nameof(Llama3Format), null },
        { "meta-llama-Llama-3.2-3B-Instruct", nameof(Llama3Format), null },
        { "microsoft-Phi-3.5-mini-instruct", nameof(GenericFormat), null },
        { "mistralai-Mistral-Nemo-Instruct-2407", nameof(MistralFormat), null },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public async Task The_formats_of_a_published_template_are_found(string file, string tools, string? endOfReasoning)
    {
        var format = (await TestRenderer.ForAsync(tiny, SharedTemplates.Source(file))).Renderer.Format;

        (format.Tools.GetType().Name, format.Reasoning?.Close).Should().Be((tools, endOfReasoning));
    }

    [Theory]
    [InlineData("[TOOL_CALLS]{{ c.function.name }}[ARGS]{{ c.function.arguments | tojson }}", nameof(MistralNamedFormat))]
    [InlineData("[TOOL_CALLS]{{ c.function.name }}[CALL_ID]{{ c.id }}[ARGS]{{ c.function.arguments | tojson }}", nameof(MistralNamedFormat))]
    [InlineData("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>{{ c.function.name }}<｜tool▁sep｜>{{ c.function.arguments | tojson }}<｜tool▁call▁end｜><｜tool▁calls▁end｜>", nameof(DeepSeekFormat))]
    [InlineData("<|tool_call|>{{ [c.function] | tojson }}<|/tool_call|><|/tool|>", nameof(MarkedListFormat))]
    [InlineData("<TOOLCALL>{{ [c.function] | tojson }}</TOOLCALL>", nameof(MarkedListFormat))]
    [InlineData("<tool_calls>{{ [c.function] | tojson }}</tool_calls>", nameof(MarkedListFormat))]
    [InlineData("<|tool_call_start|>[{{ c.function.name }}(city={{ c.function.arguments.city }})]<|tool_call_end|>", nameof(PythonCallFormat))]
    [InlineData("<|tool_calls_section_begin|><|tool_call_begin|>functions.{{ c.function.name }}:{{ loop.index0 }}<|tool_call_argument_begin|>{{ c.function.arguments | tojson }}<|tool_call_end|><|tool_calls_section_end|>", nameof(KimiFormat))]
    [InlineData("<|start|>assistant to=functions.{{ c.function.name }}<|channel|>commentary json<|message|>{{ c.function.arguments | tojson }}<|call|>", nameof(HarmonyFormat))]
    [InlineData("<|tool_call>call:{{ c.function.name }}{{ '{' }}{% for k, v in c.function.arguments | items %}{{ k }}:<|\"|>{{ v }}<|\"|>{% endfor %}}<tool_call|>", nameof(GemmaFormat))]
    [InlineData("<start_function_call>call:{{ c.function.name }}{{ '{' }}{% for k, v in c.function.arguments | items %}{{ k }}:<escape>{{ v }}<escape>{% endfor %}}<end_function_call>", nameof(GemmaFormat))]
    [InlineData("<seed:tool_call>\n<function={{ c.function.name }}>\n{% for k, v in c.function.arguments | items %}<parameter={{ k }}>{{ v }}</parameter>\n{% endfor %}</function>\n</seed:tool_call>", nameof(QwenCoderFormat))]
    [InlineData("Action:\n```json\n[{\"tool_name\": \"{{ c.function.name }}\", \"parameters\": {{ c.function.arguments | tojson }}}]```", nameof(CommandPlusFormat))]
    public async Task The_format_is_what_the_template_writes_for_a_call(string call, string expected) =>
        (await FormatOfAsync(call)).Should().Be(expected);

    [Theory]
    [InlineData("<tool_call>{{ c.function.name }}/{{ c.function.arguments | tojson }}</tool_call>")]
    [InlineData("<function={{ c.function.name }}><argument>{{ c.function.arguments | tojson }}</argument></function>")]
    [InlineData("{\"tool\": \"{{ c.function.name }}\", \"parameters\": {{ c.function.arguments | tojson }}}")]
    public async Task A_known_marker_around_something_else_makes_no_known_format(string call) =>
        (await FormatOfAsync(call)).Should().Be(nameof(GenericFormat));

    private async Task<string> FormatOfAsync(string call)
    {
        var template = """{% for t in tools or [] %}{{ t | tojson }}{% endfor %}{% for m in messages %}{{ m.content }}{% for c in m.tool_calls or [] %}CALL{% endfor %}{% endfor %}""".Replace("CALL", call, StringComparison.Ordinal);
        return (await TestRenderer.ForAsync(tiny, template)).Renderer.Format.Tools.GetType().Name;
    }
}
