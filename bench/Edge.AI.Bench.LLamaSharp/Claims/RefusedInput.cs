using LLama;
using LLama.Common;
using LLama.Native;
using LLama.Sampling;

namespace Edge.AI.Bench.LLamaSharp.Claims;

/// <summary>Input that llama.cpp refuses. A library should throw.</summary>
internal static class RefusedInput
{
    public static async Task<string> GrammarAsync(string model)
    {
        var parameters = Parameters(model);
        using var weights = LLamaWeights.LoadFromFile(parameters);
        var sampling = new DefaultSamplingPipeline { Grammar = new("root ::= (", "root") };
        return await ThrownByAsync(async () =>
        {
            await foreach (var _ in new StatelessExecutor(weights, parameters).InferAsync("Hello", new InferenceParams { MaxTokens = 2, SamplingPipeline = sampling }))
            {
            }
        });
    }

    public static string Adapter(string model)
    {
        using var weights = LLamaWeights.LoadFromFile(Parameters(model));
        return ThrownByAsync(() =>
        {
            var adapter = weights.NativeHandle.LoadLoraFromFile(model); // a model is not an adapter
            using var context = weights.CreateContext(Parameters(model));
            context.NativeHandle.SetLoraAdapters([(adapter, 1f)]);
            DecodeOne(context);
            return Task.CompletedTask;
        }).Result;
    }

    /// <summary>llama.cpp refuses compressed values without flash attention.</summary>
    public static string Context(string model)
    {
        var parameters = Parameters(model);
        using var weights = LLamaWeights.LoadFromFile(parameters);
        (parameters.TypeV, parameters.FlashAttention) = (GGMLType.GGML_TYPE_Q8_0, false);
        return ThrownByAsync(() =>
        {
            using var context = weights.CreateContext(parameters);
            DecodeOne(context);
            return Task.CompletedTask;
        }).Result;
    }

    private static void DecodeOne(LLamaContext context)
    {
        var batch = new LLamaBatch();
        batch.Add((LLamaToken)1, 0, LLamaSeqId.Zero, logits: true);
        context.Decode(batch);
    }

    private static async Task<string> ThrownByAsync(Func<Task> act)
    {
        try
        {
            await act();
            return "no error";
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static ModelParams Parameters(string model) => new(model) { ContextSize = 256, Threads = 1, BatchThreads = 1, GpuLayerCount = 0 };
}
