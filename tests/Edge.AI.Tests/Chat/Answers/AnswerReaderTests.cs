using System.Text.Json;
using Edge.AI.Chat.Answers;
using Edge.AI.Chat.Reasoning;
using Edge.AI.Tests.Support;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat.Answers;

/// <summary>What a model writes, split into thoughts, text and calls. Each text is read at once, and in pieces of one to seven characters.</summary>
public sealed class AnswerReaderTests
{
    private const string Channels = "<|channel|>analysis<|message|> <|channel|>final<|message|>";

    private static readonly ReasoningFormat Think = new("<think>", "</think>");

    [Theory]
    [InlineData("Hello", "Hello")]
    [InlineData("a < b and <tool_x>", "a < b and <tool_x>")]
    [InlineData("The marker is <tool_call> and that is it.", "The marker is <tool_call> and that is it.")]
    [InlineData("Let me see.\n<tool_call>\n{\"name\": \"add\", \"arguments\": {\"a\": 1, \"b\": 2}}\n</tool_call>", "Let me see.|add{\"a\":1,\"b\":2}")]
    [InlineData("<tool_call>{\"name\": \"get_time\", \"arguments\": {\"city\": \"</tool_call> }\"}}</tool_call> ", "get_time{\"city\":\"\\u003C/tool_call\\u003E }\"}")]
    [InlineData("<tool_call>{\"name\":\"a\",\"arguments\":{}}</tool_call>\n<tool_call>{\"name\":\"b\",\"arguments\":{}}</tool_call>\nDone.", "a{}|b{}|Done.")]
    [InlineData("<tool_call>{\"name\":\"a\",\"arguments\":\"{\\\"x\\\": 1}\"}</tool_call>", "a{\"x\":1}")]
    [InlineData("<tool_call>{\"nom\":\"a\"}</tool_call>", "<tool_call>{\"nom\":\"a\"}</tool_call>")]
    [InlineData("<tool_call>{\"name\": \"a\", \"arguments\": {\"x\": }}</tool_call>", "a!")]
    [InlineData("<tool_call>{\"name\": \"a\", \"arguments\": {\"x\": \"unfin", "a!")]
    [InlineData("<tool_call>{\"name\": \"a\", \"arguments\": [1]}</tool_call>", "a!")]
    public void Hermes_calls_are_found_whole_and_all_else_is_text(string written, string expected) => Check(new HermesFormat(), null, written, expected);

    [Theory]
    [InlineData("[TOOL_CALLS][{\"name\": \"a\", \"arguments\": {\"x\": \"]\"}, \"id\": \"123456789\"}, {\"name\": \"b\", \"arguments\": {}, \"id\": \"123456789\"}]", "a{\"x\":\"]\"}|b{}")]
    [InlineData("Sure. [TOOL_CALLS] [{\"name\": \"a\", \"arguments\": {}}]", "Sure.|a{}")]
    public void Mistral_lists_its_calls(string written, string expected) => Check(new MistralFormat(), null, written, expected);

    [Fact]
    public void Mistral_names_the_tool_before_its_arguments_since_2025() =>
        Check(new MistralNamedFormat(), null, "[TOOL_CALLS]add[ARGS]{\"a\": 1}[TOOL_CALLS]odd[ARGS]name[ARGS]{}", "add{\"a\":1}|odd[ARGS]name{}", Declared.Function("odd[ARGS]name", "", "{}"));

    [Theory]
    [InlineData("{\"name\": \"add\", \"parameters\": {\"a\": 1}}", "add{\"a\":1}")]
    [InlineData("\n{ \"name\" : \"add\", \"parameters\": {\"a\": 1}}", "add{\"a\":1}")]
    [InlineData("{\"type\": \"function\", \"name\": \"add\", \"parameters\": {\"a\": 1}}", "add{\"a\":1}")]
    [InlineData("<|python_tag|>{\"name\": \"add\", \"parameters\": {\"a\": 1}}", "add{\"a\":1}")]
    [InlineData("The object {\"name\": \"add\"} is no call.", "The object {\"name\": \"add\"} is no call.")]
    [InlineData("I would write {\"name\": \"add\", \"parameters\": {}} now.", "I would write {\"name\": \"add\", \"parameters\": {}} now.")]
    [InlineData("{\"city\": \"Oslo\"}", "{\"city\": \"Oslo\"}")]
    [InlineData("{\"name\": \"Ada\", \"parameters\": {\"a\": 1}}", "{\"name\": \"Ada\", \"parameters\": {\"a\": 1}}")]
    [InlineData("{\"name\": \"adder\"}", "{\"name\": \"adder\"}")]
    [InlineData("{\"name\": \"ad", "{\"name\": \"ad")]
    [InlineData("{\"type\": \"circle\", \"name\": \"add\"}", "{\"type\": \"circle\", \"name\": \"add\"}")]
    [InlineData("{\"name\": \"add\", \"age\": 36}", "{\"name\": \"add\", \"age\": 36}")]
    public void Llama_3_calls_with_bare_JSON_that_names_a_tool_or_after_its_tag(string written, string expected) => Check(new Llama3Format(), null, written, expected, Declared.Add);

    [Fact]
    public void Some_Mistral_models_put_an_id_behind_the_name() => Check(new MistralNamedFormat(), null, "[TOOL_CALLS]add[CALL_ID]abcdefghi[ARGS]{\"a\": 1}", "add{\"a\":1}");

    [Fact]
    public void Kimi_numbers_its_calls() =>
        Check(
            new KimiFormat(), null,
            "Ok.<|tool_calls_section_begin|><|tool_call_begin|>functions.add:0<|tool_call_argument_begin|>{\"a\": 1}<|tool_call_end|><|tool_call_begin|>functions.get_time:1<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>",
            "Ok.|add{\"a\":1}|get_time{}");

    [Fact]
    public void Command_R_plus_fences_its_actions() =>
        Check(new CommandPlusFormat(), null, "Action: ```json\n[\n    {\n        \"tool_name\": \"a\",\n        \"parameters\": {\"x\": 1}\n    }\n]```\nDone.", "a{\"x\":1}|Done.");

    [Theory]
    [InlineData("<|channel|>analysis<|message|>I think.<|end|><|start|>assistant<|channel|>final<|message|>Hello.", "(I think.)|Hello.")]
    [InlineData("<|channel|>final<|message|>a < b and <|x|>", "a < b and <|x|>")]
    [InlineData("<|channel|>final <|constrain|>json<|message|>{\"a\": 1}", "{\"a\": 1}")]
    [InlineData("<|channel|>commentary<|message|>First I look.<|end|><|start|>assistant<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary to=functions.add <|constrain|>json<|message|>{\"a\": 1}", "First I look.|(Hm.)|add{\"a\":1}")]
    [InlineData("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant to=functions.add<|channel|>commentary json<|message|>{\"a\": \"<|end|>\"}", "(Hm.)|add{\"a\":\"\\u003C|end|\\u003E\"}")]
    [InlineData("<|channel|>commentary<|message|>First I look.<|end|><|start|>assistant to=functions.add<|channel|>commentary json<|message|>{}", "First I look.|add{}")]
    [InlineData(" to=functions.add<|channel|>commentary <|constrain|>json<|message|>{}", "add{}")]
    [InlineData("<|channel|>commentary to=functions.add <|constrain|>json<|message|>{\"a\": 1", "add!")]
    [InlineData("<|channel|>final<|message|>Say to=functions.add<|message|>{} loud.", "Say to=functions.add<|message|>{} loud.")]
    [InlineData("<|channel|>analysis to=functions.add <|constrain|>json<|message|>{\"a\": 1}", "add{\"a\":1}")]
    [InlineData("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>analysis to=functions.add<|message|>{\"a\": 1}", "(Hm.)|add{\"a\":1}")]
    [InlineData("<|channel|>commentary to=get_weather <|constrain|>json<|message|>{\"a\": 1}", "get_weather{\"a\":1}")]
    [InlineData("<|channel|>commentary to=get_weather<|message|>{}", "get_weather{}")]
    [InlineData("<|start|>assistant to=get_weather<|channel|>commentary json<|message|>{}", "get_weather{}")]
    [InlineData(" to=get_weather<|channel|>analysis json<|message|>{}", "get_weather{}")]
    [InlineData("<|channel|>analysis to=functions.to_json json<|message|>{}", "to_json{}")]
    [InlineData("<|channel|>commentary to=browser.search<|message|>{}", "<|channel|>commentary to=browser.search<|message|>{}")]
    [InlineData("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|constrain|>json<|message|>{}", "(Hm.)|{}")]
    public void The_channels_of_gpt_oss_become_text_and_reasoning(string written, string expected) =>
        Check(new HarmonyFormat(), ReasoningFormat.Find(Channels), written, expected, TextFrame.Find(Channels));

    [Fact]
    public void Gemma_writes_arguments_without_quotes_around_names_and_with_markers_around_texts() =>
        Check(
            new GemmaFormat("<|tool_call>", "<tool_call|>", "<|\"|>"), null,
            "See:<|tool_call>call:edit{text:<|\"|>a, }b\n\"c\"<|\"|>,count:-2.5,on:true,none:null,list:[<|\"|>x<|\"|>,[1]],map:{<|\"|>k<|\"|>:<|\"|>v<|\"|>,n:{}}}<tool_call|><|tool_call>call:none{}<tool_call|>",
            """See:|edit{"text":"a, }b\n\u0022c\u0022","count":-2.5,"on":true,"none":null,"list":["x",[1]],"map":{"k":"v","n":{}}}|none{}""");

    [Theory]
    [InlineData("call:a{city:Oslo,n: 3 ,on:True,off:False,none:None}<end_function_call>", """a{"city":"Oslo","n":3,"on":true,"off":false,"none":null}""")]
    [InlineData("call:a{x:[1,}]}<end_function_call>", "a!")]
    [InlineData("call:a{x:<escape>unfin", "a!")]
    [InlineData("call:a", "<start_function_call>call:a")]
    [InlineData("write:a{}<end_function_call>", "<start_function_call>write:a{}<end_function_call>")]
    public void FunctionGemma_may_forget_quotes(string written, string expected) =>
        Check(new GemmaFormat("<start_function_call>", "<end_function_call>", "<escape>"), null, "<start_function_call>" + written, expected);

    [Fact]
    public void A_tool_may_have_a_brace_in_its_name() =>
        Check(new GemmaFormat("<|tool_call>", "<tool_call|>", "<|\"|>"), null, "<|tool_call>call:odd{name{x:1}<tool_call|>", "odd{name{\"x\":1}", Declared.Function("odd{name", "", "{}"));

    [Fact]
    public void Arguments_that_nest_without_end_are_an_error_of_the_call() =>
        Read(
            new(new GemmaFormat("<start_function_call>", "<end_function_call>", "<escape>"), null), [], isReasoning: false, [$"<start_function_call>call:a{{x:{new string('[', 100_000)}"])
            .Should().Be("a!");

    [Fact]
    public void Granite_and_Phi_4_mark_a_list()
    {
        Check(new MarkedListFormat("<|tool_call|>", ""), null, "<|tool_call|>[{\"name\": \"a\", \"arguments\": {\"x\": 1}}]", "a{\"x\":1}");
        Check(new MarkedListFormat("<|tool_call|>", "<|/tool_call|>"), null, "<|tool_call|>[{\"name\": \"a\", \"arguments\": {\"x\": 1}}]<|/tool_call|>", "a{\"x\":1}");
    }

    [Fact]
    public void Command_R_acts_after_a_plan() =>
        Check(
            new CommandFormat(), new("<|START_THINKING|>", "<|END_THINKING|>"),
            "<|START_THINKING|>I will look.<|END_THINKING|><|START_ACTION|>[\n    {\"tool_call_id\": \"0\", \"tool_name\": \"a\", \"parameters\": {\"x\": 1}}\n]<|END_ACTION|>",
            "(I will look.)|a{\"x\":1}");

    [Fact]
    public void Apertus_names_the_tool_in_the_key() => Check(new ApertusFormat(), null, "<|tools_prefix|>[{\"a\": {\"x\": 1}}, {\"b\": {}}]<|tools_suffix|>", "a{\"x\":1}|b{}");

    [Fact]
    public void Functionary_puts_the_name_into_the_tag() => Check(new FunctionaryFormat(), null, "<function=a>{\"x\": \"</function>\"}</function><function=b>{}</function>", "a{\"x\":\"\\u003C/function\\u003E\"}|b{}");

    [Fact]
    public void DeepSeek_has_markers_around_everything_with_and_without_a_fence()
    {
        Check(
            new DeepSeekFormat(hasFence: true), Think,
            "<think>\nhm\n</think>\n\n<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>a\n```json\n{\"x\": 1}\n```<｜tool▁call▁end｜>\n<｜tool▁call▁begin｜>function<｜tool▁sep｜>b\n```json\n{}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
            "(hm)|a{\"x\":1}|b{}");
        Check(
            new DeepSeekFormat(hasFence: false), null,
            "Ok.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>a<｜tool▁sep｜>{\"x\": 1}<｜tool▁call▁end｜><｜tool▁call▁begin｜>b<｜tool▁sep｜>{}<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
            "Ok.|a{\"x\":1}|b{}");
    }

    [Fact]
    public void Qwen_Coder_writes_text_bare_and_everything_else_as_JSON() =>
        Check(
            new QwenCoderFormat(), null,
            "<tool_call>\n<function=edit>\n<parameter=text>\nif (a < b) </parameter> {\n  \"x\"\n}\n</parameter>\n<parameter=count>\n3\n</parameter>\n<parameter=flags>\n[true, null]\n</parameter>\n</function>\n</tool_call>\n<tool_call>\n<function=none>\n</function>\n</tool_call>",
            """edit{"text":"if (a \u003C b) \u003C/parameter\u003E {\n  \u0022x\u0022\n}","count":3,"flags":[true,null]}|none{}""",
            Declared.Function("edit", "", """{"type": "object", "properties": {"text": {"type": "string"}, "count": {"type": "integer"}, "flags": {"type": "array"}}}"""));

    [Fact]
    public void Text_that_looks_like_a_number_stays_text_where_the_schema_says_so() =>
        Check(
            new GlmFormat(), Think,
            "\n<think>a b</think>\n<tool_call>call\n<arg_key>number</arg_key>\n<arg_value>007</arg_value>\n<arg_key>count</arg_key>\n<arg_value>7</arg_value>\n</tool_call><tool_call>none</tool_call>",
            """(a b)|call{"number":"007","count":7}|none{}""",
            Declared.Function("call", "", """{"type": "object", "properties": {"number": {"type": ["string", "null"]}, "count": {"type": "integer"}}}"""));

    [Fact]
    public void LFM2_calls_as_Python_does() =>
        Check(
            new PythonCallFormat(), null,
            """<|tool_call_start|>[get(city='Oslo', n=-2.5, on=True, off=false, none=None, list=[1, "a)"], map={"k": 'it\'s'}), other()]<|tool_call_end|>Wait.""",
            """get{"city":"Oslo","n":-2.5,"on":true,"off":false,"none":null,"list":[1,"a)"],"map":{"k":"it\u0027s"}}|other{}|Wait.""");

    [Theory]
    [InlineData("<|tool_call_start|>[get(text=\"a<|tool_call_end|>b\")]<|tool_call_end|>Wait.", """get{"text":"a\u003C|tool_call_end|\u003Eb"}|Wait.""")]
    [InlineData("<|tool_call_start|>[get(text='x)]<|tool_call_end|>', n=1), other()]<|tool_call_end|>", """get{"text":"x)]\u003C|tool_call_end|\u003E","n":1}|other{}""")]
    [InlineData("<|tool_call_start|>[get(n=12345678901234567890, x=1e-05, y=.5)]<|tool_call_end|>", """get{"n":12345678901234567890,"x":1e-05,"y":0.5}""")]
    [InlineData("<|tool_call_start|>[get(text=what)]<|tool_call_end|>Wait.", "get!|Wait.")]
    public void The_end_of_LFM2s_calls_is_no_end_inside_a_text(string written, string expected) => Check(new PythonCallFormat(), null, written, expected);

    [Theory]
    [InlineData("<think>\nFirst this,\nthen that.\n</think>\n\nThe answer.", "(First this,\nthen that.)|The answer.")]
    [InlineData("<think>\n\n</think>\n\nThe answer.", "The answer.")]
    [InlineData("\n<think>cut o", "(cut o)")]
    [InlineData("Text that mentions <think> is text.", "Text that mentions <think> is text.")]
    [InlineData("<think>I call <tool_call> now</think>Yes", "(I call <tool_call> now)|Yes")]
    [InlineData("<think>forgot the end\n<tool_call>\n{\"name\": \"a\", \"arguments\": {}}\n</tool_call>", "(forgot the end)|a{}")]
    public void Reasoning_is_separated_from_text(string written, string expected) => Check(new HermesFormat(), Think, written, expected);

    [Fact]
    public void Reasoning_that_the_prompt_began_continues_in_the_answer() =>
        Read(new(new HermesFormat(), Think), [], isReasoning: true, ["\nhm", ", yes</thi", "nk>\n", "Yes."]).Should().Be("(hm, yes)|Yes.");

    [Fact]
    public void Stop_strings_end_the_text_but_not_reasoning_and_calls()
    {
        AnswerFormat format = new(new HermesFormat(), Think);

        Read(format, ["stop"], isReasoning: false, ["<think>stop</think>go on until st", "op and no more"]).Should().Be("(stop)|go on until ");
        Read(format, ["name"], isReasoning: false, ["<tool_call>{\"name\":\"a\",\"arguments\":{}}</tool_call>"]).Should().Be("a{}");
    }

    [Fact]
    public void A_stop_string_is_found_in_pieces_of_characters() =>
        Read(new(new HermesFormat(), null), ["o\u0301🐢"], isReasoning: false, ["no\u0301! ", "o", "\u0301", "\ud83d", "\udc22", "?"]).Should().Be("no\u0301! ");

    [Fact]
    public void What_could_have_become_a_stop_string_comes_before_the_call()
        => Read(new(new HermesFormat(), null), ["END"], isReasoning: false, ["to the EN", "<tool_call>{\"name\":\"a\",\"arguments\":{}}</tool_call>"]).Should().Be("to the EN|a{}");

    [Theory]
    [MemberData(nameof(CutOff))]
    public void What_was_cut_off_within_a_call_is_dropped_and_what_is_whole_stays(ToolFormatName format, string written, string expected)
    {
        for (var size = 1; size <= written.Length; size += 3)
            Read(new(format.Format, Think), [], isReasoning: false, written.Chunk(size).Select(piece => new string(piece)), isCutOff: true).Should().Be(expected);
    }

    public static TheoryData<ToolFormatName, string, string> CutOff => new()
    {
        { new("Hermes", new HermesFormat()), "Look: <tool_call>{\"name\": \"a\", \"arguments\": {\"x\": \"unfin", "Look:" },
        { new("Hermes", new HermesFormat()), "Look: <tool_call>{\"na", "Look:" },
        { new("Hermes", new HermesFormat()), "Look: <tool_call>", "Look:" },
        { new("Hermes", new HermesFormat()), "Look: <tool", "Look: <tool" },
        { new("Hermes", new HermesFormat()), "<tool_call>{\"name\": \"a\", \"arguments\": {}}</tool_call>\n<tool_call>{\"name\": \"b\", \"argum", "a{}" },
        { new("Hermes", new HermesFormat()), "<tool_call>{\"name\": \"a\", \"arguments\": {}}</tool_", "a{}" },
        { new("Hermes", new HermesFormat()), "<think>I call <tool_call>", "(I call)" },
        { new("Mistral", new MistralFormat()), "[TOOL_CALLS][{\"name\": \"a\", \"arguments\": {}}, {\"name\": \"b\", \"arg", "" },
        { new("Mistral", new MistralNamedFormat()), "[TOOL_CALLS]a[ARGS]{\"x\": 1", "" },
        { new("Llama 3", new Llama3Format()), "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Os", "" },
        { new("GLM", new GlmFormat()), "<tool_call>a\n<arg_key>x</arg_key>\n<arg_value>unfin", "" },
        { new("Qwen", new QwenCoderFormat()), "<tool_call>\n<function=a>\n<parameter=x>\n1", "" },
        { new("LFM2", new PythonCallFormat()), "<|tool_call_start|>[a(x=1", "" },
        { new("Gemma", new GemmaFormat("<|tool_call>", "<tool_call|>", "<|\"|>")), "<|tool_call>call:a{x:1", "" },
        { new("gpt-oss", new HarmonyFormat()), "<|channel|>commentary to=functions.a <|constrain|>json<|message|>{\"x\": 1", "" },
    };

    [Theory]
    [InlineData("<tool")]
    [InlineData("<tool_call>")]
    [InlineData("<tool_call>{\"name")]
    public void The_beginning_of_a_required_call_is_no_text(string written)
    {
        var reader = new AnswerReader(new(new HermesFormat(), null), ToolSet.From(new() { Tools = [Declared.Weather], ToolMode = ChatToolMode.RequireAny }), [], isReasoning: false);

        reader.Append(written).Concat(reader.Flush(isCutOff: true)).Should().BeEmpty();
    }

    [Fact]
    public void A_required_call_comes_after_the_reasoning_and_not_inside_it()
    {
        const string Call = "<tool_call>{\"name\": \"get_weather\", \"arguments\": {}}</tool_call>";
        var reader = new AnswerReader(new(new HermesFormat(), Think), ToolSet.From(new() { Tools = [Declared.Weather], ToolMode = ChatToolMode.RequireAny }), [], isReasoning: true);

        var contents = reader.Append($"I will write {Call} now.</think>\n{Call}").Concat(reader.Flush()).ToList();

        contents.Select(Describe).Should().Equal($"(I will write {Call} now.)", "get_weather{}");
    }

    [Fact]
    public void Without_tools_nothing_is_a_call()
    {
        var reader = new AnswerReader(new(new HermesFormat(), null), tools: null, [], isReasoning: false);

        var contents = reader.Append("<tool_call>{\"name\":\"a\",\"arguments\":{}}</tool_call>");

        contents.Should().ContainSingle().Which.Should().BeOfType<TextContent>();
    }

    private static void Check(ToolFormat format, ReasoningFormat? reasoning, string written, string expected, params AIFunctionDeclaration[] tools) =>
        Check(format, reasoning, written, expected, frame: null, tools);

    private static void Check(ToolFormat format, ReasoningFormat? reasoning, string written, string expected, TextFrame? frame, params AIFunctionDeclaration[] tools)
    {
        Read(new(format, reasoning, frame), [], isReasoning: false, [written], tools).Should().Be(expected);
        for (var size = 1; size <= 7; size++)
            Read(new(format, reasoning, frame), [], isReasoning: false, written.Chunk(size).Select(piece => new string(piece)), tools).Should().Be(expected, $"pieces of {size} say the same");
    }

    private static string Read(AnswerFormat format, IReadOnlyList<string> stops, bool isReasoning, IEnumerable<string> pieces, params AIFunctionDeclaration[] tools) =>
        Read(format, stops, isReasoning, pieces, isCutOff: false, tools);

    private static string Read(AnswerFormat format, IReadOnlyList<string> stops, bool isReasoning, IEnumerable<string> pieces, bool isCutOff, params AIFunctionDeclaration[] tools)
    {
        var offered = ToolSet.From(new() { Tools = [.. tools.Length > 0 ? tools : [Declared.Weather]] });
        var reader = new AnswerReader(format, offered, stops, isReasoning);
        List<AIContent> contents = [.. pieces.SelectMany(piece => reader.Append(piece))];
        contents.AddRange(reader.Flush(isCutOff));
        return string.Join('|', new ChatResponse(new ChatMessage(ChatRole.Assistant, Joined(contents))).Messages[0].Contents.Select(Describe));
    }

    /// <summary>Neighbouring texts as one, as a caller sees them.</summary>
    private static List<AIContent> Joined(List<AIContent> contents) =>
        [.. contents.Select(content => new ChatResponseUpdate(ChatRole.Assistant, [content])).ToChatResponse().Messages.SelectMany(message => message.Contents)];

    private static string Describe(AIContent content) => content switch
    {
        TextReasoningContent reasoning => $"({reasoning.Text})",
        TextContent text => text.Text,
        FunctionCallContent { Exception: not null } call => $"{call.Name}!",
        FunctionCallContent call => call.Name + JsonSerializer.Serialize(call.Arguments, JsonSerializerOptions.Default),
        _ => content.GetType().Name,
    };

    /// <summary>A format with a name for the list of tests.</summary>
    public sealed class ToolFormatName
    {
        private readonly string _name;

        internal ToolFormatName(string name, ToolFormat format) => (_name, Format) = (name, format);

        internal ToolFormat Format { get; }

        public override string ToString() => _name;
    }
}
