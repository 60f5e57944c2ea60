using Edge.AI.Embeddings;
using Edge.AI.Inference;
using Edge.AI.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Bench.Embedding;

/// <summary>llama.cpp alone: batches of tokens on the calling thread, with the same context settings as the library.</summary>
internal sealed class BareEmbedder : IDisposable
{
    private const int MaxTexts = 128;

    private readonly int _batchLength;
    private readonly ModelHandle _model;
    private readonly Vocabulary _vocabulary;
    private readonly ContextHandle _context;
    private readonly NativeBatch _batch;

    /// <param name="path">The model file.</param>
    /// <param name="threads">The number of compute threads.</param>
    /// <param name="batchLength">The most tokens of a batch.</param>
    public BareEmbedder(string path, int threads, int batchLength)
    {
        _batchLength = batchLength;
        var options = new InferenceOptions { Embeds = true, Threads = threads };
        var logger = NullLogger.Instance;
        NativeRuntime.Use(null, logger);
        _model = ModelHandle.Load(path, NativeSettings.OfModel(options), logger, default);
        _vocabulary = new(_model);
        var capacity = Math.Max(512, batchLength); // as the library, which has room for the longest text
        _context = ContextHandle.Create(_model, NativeSettings.OfEmbedding(capacity, MaxTexts, options), path, logger);
        _batch = new(capacity);
    }

    public IReadOnlyList<int[]> Tokenize(IReadOnlyList<string> texts)
    {
        var tokenizer = new EmbeddingTokenizer(_vocabulary, _batch.Capacity);
        return [.. texts.Select((text, index) => tokenizer.Tokenize(text, index, truncate: false, default))];
    }

    /// <summary>The least and the most tokens of the texts, as a text.</summary>
    public string Lengths(IReadOnlyList<string> texts)
    {
        var lengths = Tokenize(texts).Select(tokens => tokens.Length).ToList();
        return $"{lengths.Min()} to {lengths.Max()} tokens";
    }

    /// <summary>Decodes texts, and returns the vector of the first one.</summary>
    /// <param name="texts">The tokens of the texts.</param>
    /// <param name="together">Whether batches are filled, or each text has a batch of its own.</param>
    public ReadOnlyMemory<float> Embed(IReadOnlyList<int[]> texts, bool together)
    {
        float[]? first = null;
        for (var next = 0; next < texts.Count;)
        {
            _batch.Clear();
            var sequence = 0;
            do
            {
                for (var position = 0; position < texts[next].Length; position++)
                    _batch.Add(texts[next][position], position, sequence, wantsLogits: true);
                (sequence, next) = (sequence + 1, next + 1);
            }
            while (together && next < texts.Count && sequence < MaxTexts && _batch.Count + texts[next].Length <= _batchLength);

            if (_context.Decode(_batch) is { } error)
                throw error;
            first ??= _context.Embedding(0).ToArray();
            _context.ForgetAll();
        }

        return first;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _context.Dispose();
        _vocabulary.Dispose();
        _model.Dispose();
    }
}
