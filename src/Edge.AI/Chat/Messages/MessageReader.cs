using System.Globalization;
using System.Text;
using Edge.AI.Common;
using Edge.AI.Templates;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>
/// Reads a caller's message as turns. The contents decide, not the role: a tool result becomes a tool turn in any message. Images, audio and similar contents are refused;
/// contents without anything for the model, and unknown contents, are ignored.
/// </summary>
internal sealed class MessageReader(string modelId)
{
    /// <param name="message">The message. It may be null, because callers may put null into their lists.</param>
    /// <param name="index">The index in the conversation, from 0.</param>
    /// <exception cref="EdgeOptionException">The message is null, has an unknown role, or cannot be expressed as text.</exception>
    /// <exception cref="EdgeContentException">The message contains an image or other content that the model cannot read.</exception>
    public ConversationMessage Read(ChatMessage? message, int index)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"messages[{index}]");
        if (message is null)
            throw new EdgeOptionException(place, "the message is null.", "Remove it.");

        var gathered = new GatheredTurns(RoleOf(message.Role, place));
        foreach (var content in message.Contents)
            Add(content ?? throw new EdgeOptionException(place, "one of the contents is null.", "Remove it."), gathered, place);

        var turns = gathered.ToTurns();
        return new(turns, gathered.Role == Turn.System, gathered.Role == Turn.User && !turns.Any(turn => turn.Role == Turn.Tool));
    }

    /// <summary>OpenAI's newer models call the system role "developer"; templates know only "system".</summary>
    private static string RoleOf(ChatRole role, string place) =>
        role.Value is null ? throw new EdgeOptionException(place, "the message has no role.", "Use system, developer, user, assistant or tool.")
        : role == ChatRole.User ? Turn.User
        : role == ChatRole.Assistant ? Turn.Assistant
        : role == ChatRole.System || role == new ChatRole("developer") ? Turn.System
        : role == ChatRole.Tool ? Turn.Tool
        : throw new EdgeOptionException(place, $"the role '{ForeignText.Name(role.Value)}' is unknown.", "Use system, developer, user, assistant or tool.");

    private void Add(AIContent content, GatheredTurns turns, string place)
    {
        switch (content)
        {
            case TextContent text:
                turns.AddText(UnpairedSurrogates.Replace(text.Text));
                break;
            case TextReasoningContent reasoning:
                turns.AddReasoning(UnpairedSurrogates.Replace(reasoning.Text));
                break;
            case FunctionCallContent call:
                RefuseHalfNames(place, call.CallId, call.Name);
                turns.AddCall(ArgumentsJson.Check(call, place));
                break;
            case FunctionResultContent result:
                RefuseHalfNames(place, result.CallId);
                turns.AddResult(result.CallId, ToolResultText.Of(result, place));
                break;
            case DataContent data:
                turns.AddDocument(UnpairedSurrogates.Replace(TextData.Read(data) ?? throw new EdgeContentException(modelId, place, data.MediaType)));
                break;
            case UriContent uri:
                throw new EdgeContentException(modelId, place, uri.MediaType);
            case HostedFileContent file:
                throw new EdgeContentException(modelId, place, ForeignText.Name(file.MediaType ?? "hosted file"));
            default:
                break; // usage, errors, approvals and unknown contents contain nothing for the model
        }
    }

    /// <summary>Names are compared later, so no character of them may be replaced.</summary>
    private static void RefuseHalfNames(string place, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (UnpairedSurrogates.AreIn(name))
                throw new EdgeOptionException(place, $"the name or id '{ForeignText.Name(name)}' of a tool call contains an unpaired surrogate.", "Complete the surrogate pair, or remove the character.");
        }
    }

    /// <summary>The turns of one message. Results keep their places, and everything else becomes one turn, except calls whose results follow in the same message.</summary>
    private sealed class GatheredTurns(string role)
    {
        private readonly List<Turn> _turns = [];
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _reasoning = new();
        private List<FunctionCallContent> _calls = [];
        private bool _followsDocument;

        public string Role => role;

        public void AddText(string text)
        {
            if (_followsDocument && text.Length > 0)
                Separate();
            _text.Append(text);
        }

        /// <summary>A document is separated from the text around it.</summary>
        public void AddDocument(string text)
        {
            Separate();
            _text.Append(text);
            _followsDocument = text.Length > 0;
        }

        public void AddReasoning(string reasoning) => _reasoning.Append(reasoning);

        public void AddCall(FunctionCallContent call) => _calls.Add(call);

        public void AddResult(string callId, string text)
        {
            if (_calls.Count > 0)
                CloseTurn();
            _turns.Add(new(Turn.Tool, PromptText.FromInput(text)) { CallId = callId });
        }

        /// <summary>An empty message is also a turn; the rest of a message with only results is not.</summary>
        public List<Turn> ToTurns()
        {
            if (_turns.Count == 0 || _text.Length > 0 || _reasoning.Length > 0 || _calls.Count > 0)
                CloseTurn();
            return _turns;
        }

        private void CloseTurn()
        {
            _turns.Add(new(_calls.Count > 0 ? Turn.Assistant : role, PromptText.FromInput(_text.ToString()))
            {
                Reasoning = _reasoning.Length > 0 ? _reasoning.ToString() : null,
                Calls = _calls,
            });
            _text.Clear();
            _reasoning.Clear();
            _calls = [];
            _followsDocument = false;
        }

        private void Separate()
        {
            if (_text.Length > 0)
                _text.Append("\n\n");
            _followsDocument = false;
        }
    }
}
