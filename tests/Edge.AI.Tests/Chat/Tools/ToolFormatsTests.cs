using Edge.AI.Chat.Tools;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Chat.Tools;

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
        { "google-gemma-4-31B-it", nameof(GenericFormat), "<channel|>" },
        { "ibm-granite-granite-3.3-2B-Instruct", nameof(MarkedListFormat), "</think>" },
        { "meetkai-functionary-medium-v3.1", nameof(FunctionaryFormat), null },
        { "meta-llama-Llama-3.1-8B-Instruct", nameof(Llama3Format), null },
        { "meta-llama-Llama-3.2-3B-Instruct", nameof(Llama3Format), null },
        { "microsoft-Phi-3.5-mini-instruct", nameof(GenericFormat), null },
        { "mistralai-Mistral-Nemo-Instruct-2407", nameof(MistralFormat), null },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public async Task The_formats_of_a_published_template_are_found(string file, string tools, string? endOfThought)
    {
        var format = (await TestRenderer.ForAsync(tiny, SharedTemplates.Source(file))).Renderer.Format;

        (format.Tools.GetType().Name, format.Thoughts?.Close).Should().Be((tools, endOfThought));
    }

    [Theory]
    [InlineData("[TOOL_CALLS]{{ c.function.name }}[ARGS]{{ c.function.arguments | tojson }}", nameof(MistralNamedFormat))]
    [InlineData("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>{{ c.function.name }}<｜tool▁sep｜>{{ c.function.arguments | tojson }}<｜tool▁call▁end｜><｜tool▁calls▁end｜>", nameof(DeepSeekFormat))]
    [InlineData("<|tool_call|>{{ [c.function] | tojson }}<|/tool_call|><|/tool|>", nameof(MarkedListFormat))]
    [InlineData("<|tool_call_start|>[{{ c.function.name }}(city={{ c.function.arguments.city }})]<|tool_call_end|>", nameof(PythonCallFormat))]
    public async Task The_format_is_what_the_template_writes_for_a_call(string call, string expected)
    {
        var template = """{% for t in tools or [] %}{{ t | tojson }}{% endfor %}{% for m in messages %}{{ m.content }}{% for c in m.tool_calls or [] %}CALL{% endfor %}{% endfor %}""".Replace("CALL", call, StringComparison.Ordinal);

        (await TestRenderer.ForAsync(tiny, template)).Renderer.Format.Tools.GetType().Name.Should().Be(expected);
    }
}
