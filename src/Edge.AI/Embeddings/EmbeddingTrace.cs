using System.Diagnostics;
using Edge.AI.Common;
using Edge.AI.Inference;

namespace Edge.AI.Embeddings;

/// <summary>The span and the measurements of one call, from the loaded model to its vectors.</summary>
internal sealed class EmbeddingTrace
{
    private readonly string _modelId;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Activity? _span;
    private EmbeddingRequest? _request;

    private EmbeddingTrace(string modelId)
    {
        _modelId = modelId;
        _span = Telemetry.Source.StartActivity("edge_ai.embed")?.SetTag(Telemetry.Model, modelId);
    }

    /// <summary>Begins to trace a call; null if nothing listens.</summary>
    public static EmbeddingTrace? Start(string modelId) => Telemetry.Source.HasListeners() || RequestMeter.IsEnabled ? new(modelId) : null;

    /// <summary>The call was queued.</summary>
    public void Queued(EmbeddingRequest request) => _request = request;

    /// <summary>Waits for the call, and records how it ends.</summary>
    public async Task<T> FollowAsync<T>(Task<T> call)
    {
        try
        {
            var result = await call.ConfigureAwait(false);
            End(error: null);
            return result;
        }
        catch (Exception error)
        {
            End(error);
            throw;
        }
    }

    private void End(Exception? error)
    {
        var tags = RequestMeter.TagsOf("embeddings", _modelId, error is null ? null : Telemetry.TypeOf(error));
        RequestMeter.Ended(_started, tags);
        if (_request is { } request)
        {
            RequestMeter.Waited(request.QueueTime, _modelId);
            RequestMeter.Used("input", request.TokenCount, tags);
            _span?.SetTag("edge_ai.texts", request.TextCount).SetTag("edge_ai.tokens.input", request.TokenCount).SetTag("edge_ai.queue.wait", request.QueueTime.TotalSeconds);
        }

        if (error is not null)
            _span?.Fail(error);
        _span?.Dispose();
    }
}
