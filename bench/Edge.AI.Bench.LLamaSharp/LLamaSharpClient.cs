using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Edge.AI.Bench.Inference.Contestants;
using LLama;
using LLama.Abstractions;
using LLama.Common;
using LLama.Sampling;
using LLama.Transformers;
using Microsoft.Extensions.AI;
using Conversation = Edge.AI.Bench.Inference.Contestants.Conversation;

namespace Edge.AI.Bench.LLamaSharp;

/// <summary>
/// LLamaSharp's <see cref="IChatClient"/> with its stateless executor, which is the only one that answers any list of messages. It gets the model's own
/// chat template and a stream without filters, so that its prompts and its tokens are those of the other contestants.
/// </summary>
internal sealed class LLamaSharpClient(Setup setup) : IContestant
{
    private Loaded? _loaded;

    public async Task<WorkDone> RunAsync(Work work)
    {
        _loaded ??= new(setup);
        var done = await new ClientWork(_loaded.Chat, work).RunAsync();
        return done with { Answers = [.. done.Answers.Zip(work.Asks, (answer, ask) => answer with { PromptTokens = _loaded.PromptTokens(ask) })] };
    }

    public Task UnloadAsync()
    {
        _loaded?.Dispose();
        _loaded = null;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => new(UnloadAsync());

    private sealed class Loaded : IDisposable
    {
        private readonly LLamaWeights _weights;
        private readonly PromptTemplateTransformer _template;

        public Loaded(Setup setup)
        {
            var threads = setup.Threads ?? Environment.ProcessorCount;
            var parameters = new ModelParams(setup.ModelPath)
            {
                ContextSize = (uint)setup.ContextSize,
                BatchSize = (uint)setup.BatchSize,
                UBatchSize = (uint)setup.BatchSize,
                Threads = threads,
                BatchThreads = threads,
                GpuLayerCount = 0,
            };
            _weights = LLamaWeights.LoadFromFile(parameters);
            _template = new(_weights, withAssistant: true);
            Chat = new SameSamplers(new ExecutorPool(() => new StatelessExecutor(_weights, parameters).AsChatClient(_template, new Unfiltered())));
        }

        public SameSamplers Chat { get; }

        /// <summary>The length of the prompt: this client reports no usage.</summary>
        public int PromptTokens(Ask ask)
        {
            var history = new ChatHistory();
            foreach (var message in Conversation.Of(ask))
                history.AddMessage(message.Role == ChatRole.User ? AuthorRole.User : message.Role == ChatRole.System ? AuthorRole.System : AuthorRole.Assistant, message.Text);
            return _weights.Tokenize(_template.HistoryToText(history), add_bos: true, special: true, System.Text.Encoding.UTF8).Length;
        }

        public void Dispose()
        {
            Chat.Dispose();
            _weights.Dispose();
        }
    }

    /// <summary>Gives each running request an executor of its own. A stateless executor keeps context and batch in fields, so two requests at a time destroy each other's.</summary>
    private sealed class ExecutorPool(Func<IChatClient> create) : IChatClient
    {
        private readonly ConcurrentBag<IChatClient> _idle = [];

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var client = _idle.TryTake(out var idle) ? idle : create();
            try
            {
                await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellationToken))
                    yield return update;
            }
            finally
            {
                _idle.Add(client);
            }
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            foreach (var client in _idle)
                client.Dispose();
        }
    }

    /// <summary>Sets min-p to the value of the other contestants. <see cref="ChatOptions"/> has no property for it.</summary>
    private sealed class SameSamplers(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var own = options?.Clone() ?? new();
            own.RawRepresentationFactory = _ => new InferenceParams { SamplingPipeline = new DefaultSamplingPipeline { MinP = 0.05f } };
            return base.GetStreamingResponseAsync(messages, own, cancellationToken);
        }
    }

    /// <summary>Passes every piece on at once. The default holds several back, to remove "User:" from the end.</summary>
    private sealed class Unfiltered : ITextStreamTransform
    {
        public IAsyncEnumerable<string> TransformAsync(IAsyncEnumerable<string> tokens) => tokens;

        public ITextStreamTransform Clone() => this;
    }
}
