using System.CommandLine;
using System.Text;
using Edge.AI.Cli.Input;
using Edge.AI.Cli.Models;
using Edge.AI.Cli.Options;
using Edge.AI.Cli.Output;
using Edge.AI.Cli.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Cli.Chat;

internal sealed class ChatCommand : SessionCommand
{
    private readonly Argument<string?> _model =
        new Argument<string?>("MODEL") { Description = "A model's id or alias, a GGUF file, or hf:OWNER/REPO[:QUANT] for a model of the Hugging Face hub. Default: edge-tiny, which is part of this tool.", Arity = ArgumentArity.ZeroOrOne }.RefusingOptions();

    private readonly Argument<string?> _question =
        new Argument<string?>("QUESTION") { Description = "A question that is answered once. Standard input, if it is not a terminal, is added to it. Without a question, a chat begins.", Arity = ArgumentArity.ZeroOrOne }.RefusingOptions();

    private readonly Option<string?> _system = new("--system") { Description = "The system message.", HelpName = "TEXT" };

    private readonly Option<float?> _temperature = new("--temperature") { Description = "How much chance there is in the choice of words: 0 for the most probable answer. Default: the model's.", HelpName = "NUMBER", CustomParser = NumberRange.Between(0f, 100f) };

    private readonly Option<int?> _maxTokens = new("--max-tokens") { Description = "The most tokens of an answer. Default: what fits into the context.", HelpName = "TOKENS", CustomParser = NumberRange.Between(1, int.MaxValue) };

    private readonly Option<long?> _seed = new("--seed") { Description = "The seed of the random numbers, for answers that can be repeated.", HelpName = "NUMBER", CustomParser = NumberRange.Between(long.MinValue, long.MaxValue) };

    private readonly LoadOptions _load = new();

    private readonly Option<string[]> _toolServers = new("--tool-server") { Description = "The command of an MCP server whose tools the model may call, after you have agreed. Can be repeated.", HelpName = "COMMAND" };

    private readonly Option<bool> _yes = new("--yes") { Description = "Allow all tool calls without asking." };

    public ChatCommand(SharedOptions shared)
        : base(shared, "chat", "Chats with a model on this machine, or answers one question.")
    {
        Add(_model.CompletingIds(shared));
        Add(_question);
        foreach (var option in (IEnumerable<Option>)[_system, _temperature, _maxTokens, _seed, .. _load.All, _toolServers, _yes])
            Add(option);
    }

    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = Encoding.UTF8; // The default there lacks most of the characters that models write.

        var editor = LineEditor.IsPossible ? new LineEditor() : null;
        var (name, question) = Read(arguments, editor is null ? await ReadInputAsync(cancellationToken) : "");
        if (question is null && editor is null)
            throw new EdgeAIException(ToolErrors.InputInvalid, "There is no question: standard input is empty.", "Write it after the model, as in edge-ai chat edge-tiny \"What can you do?\".");
        if (question is null)
            editor!.Listen();
        if (name is null)
            session.Terminal.Note("No model is named, so edge-tiny answers. It is made for first steps and tests; 'edge-ai models list' shows others.");

        var model = await session.FindRunnableAsync(name ?? EdgeModels.EdgeTiny.Id, cancellationToken);
        await using var servers = await ToolServers.StartAsync(arguments.GetValue(_toolServers) ?? [], new(editor, arguments.GetValue(_yes), session.Terminal), cancellationToken);
        var conversation = new Conversation { System = arguments.GetValue(_system) };
        var turns = new ChatTurns(conversation, OptionsFor(arguments, servers), session.Terminal);
        await using var models = new ChatModels(session, options => Configure(arguments, options));
        await models.UseAsync(model, cancellationToken);
        if (question is null)
            return await new ChatSession(session, editor!, conversation, turns, models).RunAsync();
        if (await session.Interrupts.TryRunAsync(stop => turns.AskAsync(models.Current, question, stop)))
            return ExitCode.Done;

        session.Terminal.Stopped();
        return ExitCode.Cancelled;
    }

    /// <summary>Reads standard input to its end, on another thread, because the console's own asynchronous read blocks and cannot be cancelled.</summary>
    private static Task<string> ReadInputAsync(CancellationToken cancellationToken) => Task.Run(Console.In.ReadToEnd, CancellationToken.None).WaitAsync(cancellationToken);

    /// <summary>Separates model and question. A single argument with a space, which no model's name has, is a question.</summary>
    private (string? Model, string? Question) Read(ParseResult arguments, string piped)
    {
        var (model, question) = (arguments.GetValue(_model), arguments.GetValue(_question));
        if (question is null && model?.Any(char.IsWhiteSpace) == true && !File.Exists(model))
            (model, question) = (null, model);

        string[] parts = [.. new[] { question, piped.Trim() }.Where(part => !string.IsNullOrWhiteSpace(part)).OfType<string>()];
        return (model, parts.Length > 0 ? string.Join("\n\n", parts) : null);
    }

    private ChatOptions OptionsFor(ParseResult arguments, ToolServers servers) => new()
    {
        Temperature = arguments.GetValue(_temperature),
        MaxOutputTokens = arguments.GetValue(_maxTokens),
        Seed = arguments.GetValue(_seed),
        Tools = servers.Tools,
    };

    private void Configure(ParseResult arguments, EdgeChatClientOptions options)
    {
        options.ContextOverflow = ContextOverflow.DropOldestTurns;
        _load.Apply(arguments, options);
    }
}
