using System.Diagnostics;
using Edge.AI.Chat;
using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Native.Versions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>
/// The smallest loop that serves several requests at once: fill a batch, decode it, sample. One thread, tokens only: no queue, no text, no cancellation.
/// The other contestants are compared with it.
/// </summary>
internal sealed class BareLoop(Setup setup) : IContestant
{
    private Loaded? _loaded;

    public Task<WorkDone> RunAsync(Work work)
    {
        _loaded ??= new(setup);
        return Task.FromResult(_loaded.Run(work));
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
        private readonly ModelHandle _model;
        private readonly Vocabulary _vocabulary;
        private readonly ContextHandle _context;
        private readonly NativeBatch _batch;
        private readonly PromptRenderer _renderer;

        public Loaded(Setup setup)
        {
            NativeRuntime.Use(setup.RuntimeFolder, NullLogger.Instance);
            _model = ModelHandle.Load(setup.ModelPath, new(), NullLogger.Instance, CancellationToken.None);
            _vocabulary = new(_model);
            _context = ContextHandle.Create(_model, Settings(setup), setup.ModelPath, NullLogger.Instance);
            _batch = new(_context.BatchSize);
            _renderer = new(_model.ChatTemplate!, "bench", _vocabulary);
        }

        public WorkDone Run(Work work)
        {
            var sequences = work.Asks.Select((ask, index) => new BareSequence(index, ask, Prompt(ask), SamplerChain.Build(new() { Seed = ask.Seed }, _vocabulary))).ToList();
            foreach (var sequence in sequences)
                _context.Forget(sequence.Index, 0);

            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var clock = Stopwatch.StartNew();
            while (sequences.Exists(sequence => !sequence.IsFinished))
                Step(sequences, clock);

            var answers = sequences.Select(sequence => sequence.Answer).ToList();
            var done = new WorkDone(answers, GC.GetTotalAllocatedBytes(precise: true) - allocated);
            sequences.ForEach(sequence => sequence.Sampler.Dispose());
            return done;
        }

        public void Dispose()
        {
            _batch.Dispose();
            _context.Dispose();
            _vocabulary.Dispose();
            _model.Dispose();
        }

        private void Step(List<BareSequence> sequences, Stopwatch clock)
        {
            _batch.Clear();
            foreach (var sequence in sequences)
                sequence.AddNext(_batch);
            foreach (var sequence in sequences)
            {
                if (sequence.Ask.JoinAfter == 0 || sequences.TrueForAll(other => other.Ask.JoinAfter > 0 || other.Generated >= sequence.Ask.JoinAfter))
                    sequence.AddPrompt(_batch, clock.Elapsed.TotalMilliseconds);
            }

            if (_context.Decode(_batch) is { } error)
                throw error;

            foreach (var sequence in sequences)
                sequence.Sample(_context, clock);
        }

        /// <summary>Tokenizes the texts like our client.</summary>
        private int[] Prompt(Ask ask) => _renderer.Render(Conversation.Of(ask), ChatRequest.From(options: null, FileOnDisk.Model), DateTimeOffset.UnixEpoch).Tokens;

        private static ContextSettings Settings(Setup setup) => new()
        {
            ContextSize = (uint)(setup.ContextSize * setup.Sequences),
            MaxSequences = setup.Sequences,
            BatchSize = setup.BatchSize,
            Threads = setup.Threads ?? Environment.ProcessorCount,
            BatchThreads = setup.Threads ?? Environment.ProcessorCount,
        };
    }
}
