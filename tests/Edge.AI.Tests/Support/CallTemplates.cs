namespace Edge.AI.Tests.Support;

/// <summary>One small template for each way to write calls, so that every known format is tested without published templates.</summary>
internal static class CallTemplates
{
    private const string Name = "{{ c.function.name }}";
    private const string Json = "{{ c.function.arguments | tojson }}";
    private const string Object = """{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}""";

    private const string GemmaValue =
        """
        {%- macro value(v) -%}
        {%- if v is string %}QUOTE{{ v }}QUOTE{% elif v is boolean %}{{ 'true' if v else 'false' }}{% elif v is mapping %}{{ '{' }}{% for k, item in v | dictsort %}{{ k }}:{{ value(item) }}{{ ',' if not loop.last }}{% endfor %}{{ '}' }}
        {%- elif v is sequence %}[{% for item in v %}{{ value(item) }}{{ ',' if not loop.last }}{% endfor %}]{% else %}{{ v }}{% endif -%}
        {%- endmacro -%}
        """;

    private const string GemmaArguments = "{{ '{' }}{% for k, v in c.function.arguments | dictsort %}{{ k }}:{{ value(v) }}{{ ',' if not loop.last }}{% endfor %}{{ '}' }}";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["Hermes"] = Each($"<tool_call>\n{Object}\n</tool_call>\n"),
        ["Hermes, indented"] = Each("<tool_call>\n{{ {'name': c.function.name, 'arguments': c.function.arguments} | tojson(indent=2) }}\n</tool_call>\n"),
        ["Generic"] = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}",
        ["Mistral"] = List("[TOOL_CALLS][", """{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}, "id": "{{ c.id }}"}""", "]</s>"),
        ["Mistral, named"] = Each($"[TOOL_CALLS]{Name}[ARGS]{Json}"),
        ["Mistral, named and numbered"] = Each($"[TOOL_CALLS]{Name}[CALL_ID]{{{{ c.id }}}}[ARGS]{Json}"),
        ["Llama 3"] = Each("""{"name": "{{ c.function.name }}", "parameters": {{ c.function.arguments | tojson }}}<|eot_id|>"""),
        ["Llama 3, with a type"] = Each("""{"type": "function", "name": "{{ c.function.name }}", "parameters": {{ c.function.arguments | tojson }}}<|eot_id|>"""),
        ["Llama 3, with a tag"] = Each("""<|python_tag|>{"name": "{{ c.function.name }}", "parameters": {{ c.function.arguments | tojson }}}<|eom_id|>"""),
        ["Command R7B"] = List("<|START_ACTION|>[\n    ", """{"tool_call_id": "{{ loop.index0 }}", "tool_name": "{{ c.function.name }}", "parameters": {{ c.function.arguments | tojson }}}""", "\n]<|END_ACTION|>"),
        ["Command R+"] = List("Action: ```json\n[\n", "    {\n        \"tool_name\": \"{{ c.function.name }}\",\n        \"parameters\": {{ c.function.arguments | tojson(indent=4) | indent(8) }}\n    }", "\n]```\n"),
        ["Apertus"] = List("<|tools_prefix|>[", """{"{{ c.function.name }}": {{ c.function.arguments | tojson }}}""", "]<|tools_suffix|>"),
        ["Functionary"] = Each($"<function={Name}>{Json}</function>"),
        ["DeepSeek R1"] = List("<｜tool▁calls▁begin｜>", $"<｜tool▁call▁begin｜>function<｜tool▁sep｜>{Name}\n```json\n{Json}\n```<｜tool▁call▁end｜>", "<｜tool▁calls▁end｜>", "\n"),
        ["DeepSeek 3.1"] = List("<｜tool▁calls▁begin｜>", $"<｜tool▁call▁begin｜>{Name}<｜tool▁sep｜>{Json}<｜tool▁call▁end｜>", "<｜tool▁calls▁end｜>", ""),
        ["Kimi"] = List("<|tool_calls_section_begin|>", $"<|tool_call_begin|>functions.{Name}:{{{{ loop.index0 }}}}<|tool_call_argument_begin|>{Json}<|tool_call_end|>", "<|tool_calls_section_end|>", ""),
        ["gpt-oss, recipient first"] = Each($"<|start|>assistant to=functions.{Name}<|channel|>commentary json<|message|>{Json}<|call|>"),
        ["gpt-oss, channel first"] = Each($"<|start|>assistant<|channel|>commentary to=functions.{Name} <|constrain|>json<|message|>{Json}<|call|>"),
        ["gpt-oss, analysis"] = Each($"<|start|>assistant<|channel|>analysis to=functions.{Name} <|constrain|>json<|message|>{Json}<|call|>"),
        ["gpt-oss, without a namespace"] = Each($"<|start|>assistant<|channel|>commentary to={Name} <|constrain|>json<|message|>{Json}<|call|>"),
        ["Gemma 4"] = GemmaValue.Replace("QUOTE", "<|\"|>", StringComparison.Ordinal) + Each($"<|tool_call>call:{Name}{GemmaArguments}<tool_call|>"),
        ["FunctionGemma"] = GemmaValue.Replace("QUOTE", "<escape>", StringComparison.Ordinal) + Each($"<start_function_call>call:{Name}{GemmaArguments}<end_function_call>"),
        ["Qwen Coder"] = Each(Tagged("<tool_call>\n", "{{ v if v is string else v | tojson if v is mapping or v is sequence else v | string }}", "</tool_call>\n")),
        ["Qwen Coder, JSON words"] = Each(Tagged("<tool_call>\n", "{{ v if v is string else v | tojson }}", "</tool_call>\n")),
        ["Qwen Coder, one line"] = Each(Tagged("<tool_call>", "{{ v if v is string else v | tojson }}", "</tool_call>").Replace("\n", "", StringComparison.Ordinal)),
        ["Seed-OSS"] = Each("<seed:tool_call>\n<function={{ c.function.name }}>\n{% for k, v in c.function.arguments | items %}<parameter={{ k }}>{{ v if v is string else v | string }}</parameter>\n{% endfor %}</function>\n</seed:tool_call>\n"),
        ["GLM"] = Each("<tool_call>{{ c.function.name }}\n{% for k, v in c.function.arguments | items %}<arg_key>{{ k }}</arg_key>\n<arg_value>{{ v if v is string else v | tojson }}</arg_value>\n{% endfor %}</tool_call>\n"),
        ["GLM, one line"] = Each("<tool_call>{{ c.function.name }}{% for k, v in c.function.arguments | items %}<arg_key>{{ k }}</arg_key><arg_value>{{ v if v is string else v | tojson }}</arg_value>{% endfor %}</tool_call>"),
        ["LFM2"] = List("<|tool_call_start|>[", "{{ c.function.name }}({% for k, v in c.function.arguments | items %}{{ k }}={{ v | tojson }}{{ ', ' if not loop.last }}{% endfor %})", "]<|tool_call_end|>"),
        ["Granite 3"] = List("<|tool_call|>[", Object, "]"),
        ["Phi-4"] = List("<|tool_call|>[", Object, "]<|/tool_call|>"),
        ["Nemotron Nano"] = List("<TOOLCALL>[", Object, "]</TOOLCALL>"),
        ["Apriel"] = List("<tool_calls>[", """{"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}, "id": "{{ c.id }}"}""", "]</tool_calls>"),
        ["Hermes, in ASCII"] = Each("<tool_call>\n{\"name\": \"{{ c.function.name }}\", \"arguments\": {{ c.function.arguments | tojson(ensure_ascii=true) }}}\n</tool_call>\n"),
    };

    private static string Tagged(string open, string value, string close) =>
        open + "<function={{ c.function.name }}>\n{% for k, v in c.function.arguments | items %}<parameter={{ k }}>\n" + value + "\n</parameter>\n{% endfor %}</function>\n" + close;

    private static string Each(string call) => Conversation($"{{% for c in m.tool_calls or [] %}}{call}{{% endfor %}}");

    private static string List(string before, string call, string after, string between = ", ") =>
        Conversation($"{{% if m.tool_calls %}}{before}{{% for c in m.tool_calls %}}{call}{{{{ '{between}' if not loop.last }}}}{{% endfor %}}{after}{{% endif %}}");

    private static string Conversation(string calls) =>
        "{% for t in tools or [] %}{{ t | tojson }}\n{% endfor %}{% for m in messages %}<{{ m.role }}>{{ m.content }}" + calls + "{% endfor %}";
}
