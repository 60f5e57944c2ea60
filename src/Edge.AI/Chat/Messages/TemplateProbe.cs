using System.Text.Json;
using Edge.AI.Templates;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>
/// Finds out what a template supports by rendering small conversations with unique words, and searching the output for these words. An error of the template also counts as
/// a result.
/// </summary>
internal sealed class TemplateProbe(ChatTemplate template, IReadOnlyDictionary<string, object?> constants, CancellationToken cancellationToken = default)
{
    private const string Argument = "probe_value";
    private const string Result = "probe_result";

    private const string Reasoning = "probe_reasoning";

    private static readonly string[] ReasoningFields = ["reasoning_content", "reasoning", "thinking", "thought"];
    private static readonly string[] ToolsVariables = ["tools", "xml_tools"];

    private static readonly Turn User = Say(Turn.User, "probe_user");
    private static readonly Turn Answer = Say(Turn.Assistant, "probe_answer");
    private static readonly JsonElement Tool = JsonElement.Parse(
        """
        {"type": "function", "function": {"name": "probe_tool", "description": "probe", "parameters":
          {"type": "object", "properties": {"probe_argument": {"type": "string", "description": "probe"}}, "required": ["probe_argument"]}}}
        """);

    private static string ToolName => Call.Name;

    private static FunctionCallContent Call => ToolFormats.SampleCall;

    private readonly RenderBudget _budget = new(TimeSpan.FromSeconds(2));

    /// <exception cref="TemplateRenderException">The template needs more time or memory than all probes together may use.</exception>
    public TemplateTraits Examine()
    {
        var traits = new TemplateTraits();
        traits = traits with { WantsParts = !Says(traits, [User], "probe_user") && Says(traits with { WantsParts = true }, [User], "probe_user") };
        traits = traits with { System = FindSystemPlace(traits) };
        traits = traits with { TakesRepeatedRoles = Says(traits, [User, Say(Turn.User, "probe_second")], "probe_user", "probe_second") };
        traits = traits with { ToolsVariable = Array.Find(ToolsVariables, variable => Render(traits with { ToolsVariable = variable }, [User], offersTool: true)?.Contains(ToolName, StringComparison.Ordinal) == true) };
        traits = traits with { WantsToolsInSystemTurn = traits.ToolsVariable is null && Says(traits, [Say(Turn.System, "probe_first") with { Tools = PromptText.FromInput(ToolName) }, User], ToolName) };
        return ExamineReasoning(ExamineCalls(traits));
    }

    private SystemPlace FindSystemPlace(TemplateTraits traits)
    {
        var (first, second) = (Say(Turn.System, "probe_first"), Say(Turn.System, "probe_second"));
        return !Says(traits, [first, User], "probe_first") ? SystemPlace.Nowhere
            : Says(traits, [first, second, User], "probe_first", "probe_second") && Says(traits, [first, User, Answer, second, User], "probe_first", "probe_second") ? SystemPlace.Anywhere
            : SystemPlace.First;
    }

    /// <summary>Templates that write the reasoning of earlier turns write it at least before a call. Each template has its own name for it.</summary>
    private TemplateTraits ExamineReasoning(TemplateTraits traits)
    {
        var said = Answer with { Reasoning = Reasoning };
        var called = new Turn(Turn.Assistant, PromptText.Empty) { Calls = [Call], Reasoning = Reasoning };
        var result = new Turn(Turn.Tool, PromptText.FromInput(Result)) { CallId = Call.CallId, ToolName = ToolName };
        Turn[][] conversations = traits.WritesCalls ? [[User, called, result], [User, said], [User, said, User]] : [[User, said], [User, said, User]];
        var field = Array.Find(ReasoningFields, name => conversations.Any(turns => Says(traits with { ReasoningField = name }, turns, Reasoning)));
        if (field is null)
            return traits;

        traits = traits with { ReasoningField = field };
        return traits with { TakesReasoningBesideText = !Says(traits, conversations[0], Reasoning) || !traits.WritesCalls || Says(traits, [User, called with { Text = Answer.Text }, result], Reasoning) };
    }

    private TemplateTraits ExamineCalls(TemplateTraits traits)
    {
        var calls = new Turn(Turn.Assistant, PromptText.Empty) { Calls = [Call] };
        var result = new Turn(Turn.Tool, PromptText.FromInput(Result)) { CallId = Call.CallId, ToolName = ToolName };
        traits = traits with { WantsArgumentsAsText = !SaysCall(traits) && SaysCall(traits with { WantsArgumentsAsText = true }) };
        traits = traits with
        {
            WritesOrphanedResults = Says(traits, [User, result with { ToolName = null }, Answer, User], Result),
            WritesResults = Says(traits, [User, calls, result], Result),
        };

        if (!SaysCall(traits))
            return traits;

        var with = Render(traits, [User, calls, result], offersTool: true);
        var without = Render(traits with { WantsNoContentBesideCalls = true }, [User, calls, result], offersTool: true);
        return traits with
        {
            WritesCalls = true,
            WritesParallelCalls = Says(traits, [User, calls with { Calls = [Call, new("probe0001", "probe_other", Call.Arguments)] }, result, result with { CallId = "probe0001" }], ToolName, "probe_other"),
            WantsNoContentBesideCalls = without is not null && with is not null && without.Length < with.Length && without.Contains(Argument, StringComparison.Ordinal),
            CallSample = SampleOf(with ?? ""),
        };

        bool SaysCall(TemplateTraits tried) =>
            Render(tried, [User, calls, result], offersTool: true) is { } said && said.Contains(ToolName, StringComparison.Ordinal) && IsWellWritten(SampleOf(said), tried);

        string SampleOf(string said)
        {
            var end = said.LastIndexOf(Result, StringComparison.Ordinal);
            var value = said.LastIndexOf(Argument, end < 0 ? said.Length - 1 : end, StringComparison.Ordinal);
            var start = value < 0 ? -1 : said.LastIndexOf("probe_user", value, StringComparison.Ordinal);
            return start < 0 ? "" : said[(start + "probe_user".Length)..(end < 0 ? said.Length : end)];
        }
    }

    /// <summary>If a template converts an object to text, it has Python's quotes; if it serializes a text as JSON, it has escapes.</summary>
    private static bool IsWellWritten(string sample, TemplateTraits traits) =>
        sample.Contains(Argument, StringComparison.Ordinal)
        && !sample.Contains($"'{Argument}'", StringComparison.Ordinal)
        && !(traits.WantsArgumentsAsText && sample.Contains($"\\\"{Argument}", StringComparison.Ordinal));

    private bool Says(TemplateTraits traits, IReadOnlyList<Turn> turns, params ReadOnlySpan<string> words)
    {
        if (Render(traits, turns, turns.Any(turn => turn.Calls.Count > 0)) is not { } said)
            return false;

        foreach (var word in words)
        {
            if (!said.Contains(word, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private string? Render(TemplateTraits traits, IReadOnlyList<Turn> turns, bool offersTool)
    {
        var variables = new Dictionary<string, object?>(constants, StringComparer.Ordinal)
        {
            ["messages"] = new TurnWriter(traits).Write(turns, cancellationToken),
            ["add_generation_prompt"] = true,
        };
        if (offersTool)
            variables[traits.ToolsVariable ?? "tools"] = new[] { Tool };

        try
        {
            return template.Render(variables, new() { Now = DateTimeOffset.UnixEpoch, Budget = _budget }, cancellationToken).Text;
        }
        catch (TemplateException) when (!_budget.IsExhausted)
        {
            return null; // the template refused it or failed, so it does not support this
        }
    }

    private static Turn Say(string role, string text) => new(role, PromptText.FromInput(text));
}
