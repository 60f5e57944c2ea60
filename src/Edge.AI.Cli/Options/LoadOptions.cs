using System.CommandLine;

namespace Edge.AI.Cli.Options;

/// <summary>The options of commands that load models.</summary>
internal sealed class LoadOptions
{
    private readonly Option<int?> _context = new("--context") { Description = "The most tokens of a conversation, at least 16. Default: the model's context length, at most 8,192.", HelpName = "TOKENS", CustomParser = NumberRange.Between(16, 16_777_216) };

    private readonly Option<int?> _threads = new("--threads") { Description = "The number of threads that compute. Default: chosen by the processor, and fewer while other programs need it.", HelpName = "N", CustomParser = NumberRange.Between(1, 1024) };

    private readonly Option<EdgeRuntime?> _runtime = new("--runtime") { Description = "Whose build of llama.cpp to use. Default: auto, the first that is found.", HelpName = "auto|edgeai|llamasharp", CustomParser = Names.Of<EdgeRuntime>() };

    public LoadOptions() => _runtime.CompletionSources.Add("auto", "edgeai", "llamasharp");

    public IEnumerable<Option> All => [_context, _threads, _runtime];

    /// <summary>Sets the options that the command line has. The others keep the values of the configuration.</summary>
    public void Apply(ParseResult arguments, EdgeChatClientOptions options)
    {
        options.ContextSize = arguments.GetValue(_context) ?? options.ContextSize;
        options.Threads = arguments.GetValue(_threads) ?? options.Threads;
        options.Runtime = arguments.GetValue(_runtime) ?? options.Runtime;
    }

    /// <inheritdoc cref="Apply(ParseResult, EdgeChatClientOptions)" />
    public void Apply(ParseResult arguments, EdgeEmbeddingGeneratorOptions options)
    {
        options.ContextSize = arguments.GetValue(_context) ?? options.ContextSize;
        options.Threads = arguments.GetValue(_threads) ?? options.Threads;
        options.Runtime = arguments.GetValue(_runtime) ?? options.Runtime;
    }
}
