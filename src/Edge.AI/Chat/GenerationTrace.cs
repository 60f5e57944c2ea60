using System.Diagnostics;
using System.Runtime.CompilerServices;
using Edge.AI.Common;
using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>The span and the measurements of one request, from the loaded model to the end of the answer.</summary>
internal sealed class GenerationTrace
{
    private readonly string _modelId;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Activity? _span;
    private Generation? _generation;
    private ChatFinishReason? _finish;

    private GenerationTrace(string modelId)
    {
        _modelId = modelId;
        _span = Telemetry.Source.StartActivity("edge_ai.generate")?.SetTag(Telemetry.Model, modelId);
    }

    /// <summary>Begins to trace a request; null if nothing listens.</summary>
    public static GenerationTrace? Start(string modelId) => Telemetry.Source.HasListeners() || GenerationMeter.IsEnabled ? new(modelId) : null;

    /// <summary>The request was queued.</summary>
    public void Queued(Generation generation) => _generation = generation;

    /// <summary>Passes on the updates of the answer, and records how it ends.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> Follow(IAsyncEnumerable<ChatResponseUpdate> answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Exception? error = null;
        var updates = answer.GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                        break;
                }
                catch (Exception failure)
                {
                    error = failure;
                    throw;
                }

                _finish = updates.Current.FinishReason ?? _finish;
                yield return updates.Current;
            }
        }
        finally
        {
            await updates.DisposeAsync().ConfigureAwait(false);
            End(error);
        }
    }

    /// <summary>A reader that leaves before the last update has cancelled the request.</summary>
    private void End(Exception? error)
    {
        var errorType = error is not null ? Telemetry.TypeOf(error) : _finish is null ? Telemetry.Cancelled : null;
        GenerationMeter.Record(_modelId, _generation, _started, errorType);
        if (_span is null)
            return;

        if (_generation is { } generation)
        {
            _span.SetTag("edge_ai.tokens.input", generation.Prompt.Length);
            _span.SetTag("edge_ai.tokens.cached", generation.CachedTokens);
            _span.SetTag("edge_ai.tokens.output", generation.ReadTokens);
            _span.SetTag("edge_ai.queue.wait", generation.QueueTime.TotalSeconds);
            _span.SetTag("edge_ai.prefill.duration", generation.PrefillTime?.TotalSeconds);
        }

        _span.SetTag("edge_ai.finish_reason", _finish?.Value);
        if (error is not null)
            _span.Fail(error);
        else
            _span.SetTag(Telemetry.ErrorType, errorType);
        _span.Dispose();
    }
}
