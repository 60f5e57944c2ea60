using Edge.AI.Templates;

namespace Edge.AI.Tools;

/// <summary>The format for models whose template does not support tools: the system message explains them, and a call is JSON in the form that is most common in training data.</summary>
internal sealed class GenericFormat : HermesFormat
{
    public override PromptText Explain(ToolSet tools) => Mix(
        "You can call functions. These are the functions that you have, one a line, with JSON schemas for their parameters:\n<tools>\n",
        string.Join('\n', tools.ToJson()),
        "\n</tools>\nTo call one, write nothing but this, with the function's name and a JSON object with its arguments:\n"
        + "<tool_call>\n{\"name\": \"...\", \"arguments\": {...}}\n</tool_call>\n"
        + (tools.IsRequired ? "You must call a function now." : "If you need no function, answer as usual.")
        + " What a function returns comes back to you between <tool_response> and </tool_response>.");
}
