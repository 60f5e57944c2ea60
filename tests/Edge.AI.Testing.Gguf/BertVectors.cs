using System.Runtime.InteropServices;

namespace Edge.AI.Testing.Gguf;

/// <summary>Computes a <see cref="RandomBert"/> with 32-bit weights in plain C#, as the paper describes BERT, so that llama.cpp's vectors have something to be compared with.</summary>
public sealed class BertVectors
{
    private readonly Dictionary<string, float[]> _weights;
    private readonly RandomBert _model;

    public BertVectors(RandomBert model)
    {
        _model = model;
        _weights = GgufDocument.Read(model.ToArray()).Tensors.ToDictionary(tensor => tensor.Name, tensor => MemoryMarshal.Cast<byte, float>(tensor.Bytes).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The vector of a text, with the length 1.</summary>
    public float[] Of(IReadOnlyList<int> tokens)
    {
        var states = tokens.Select((token, position) => Norm("token_embd_norm", Sum(Row("token_embd.weight", token), Row("position_embd.weight", position), Row("token_types.weight", 0)))).ToArray();
        for (var layer = 0; layer < _model.Layers; layer++)
            states = Layer($"blk.{layer}.", states);

        var pooled = _model.Pooling switch
        {
            1 => Sum(states),
            2 => states[0],
            _ => states[^1],
        };
        var length = MathF.Sqrt(pooled.Sum(number => number * number));
        return [.. pooled.Select(number => number / length)];
    }

    private float[][] Layer(string prefix, float[][] states)
    {
        var (queries, keys, values) = (Each("attn_q"), Each("attn_k"), Each("attn_v"));
        return [.. states.Select((state, at) =>
        {
            var attended = Linear(prefix + "attn_output", Attend(queries[at], keys, values));
            var middle = Norm(prefix + "attn_output_norm", Sum(attended, state));
            var inner = Linear(prefix + "ffn_up", middle).Select(Gelu).ToArray();
            return Norm(prefix + "layer_output_norm", Sum(Linear(prefix + "ffn_down", inner), middle));
        })];

        float[][] Each(string name) => [.. states.Select(state => Linear(prefix + name, state))];
    }

    private float[] Attend(float[] query, float[][] keys, float[][] values)
    {
        var width = _model.Width / _model.Heads;
        var result = new float[_model.Width];
        for (var head = 0; head < _model.Heads; head++)
        {
            var part = (head * width)..((head + 1) * width);
            var scores = keys.Select(key => MathF.Exp(Dot(query[part], key[part]) / MathF.Sqrt(width))).ToArray();
            for (var at = 0; at < values.Length; at++)
            {
                for (var index = part.Start.Value; index < part.End.Value; index++)
                    result[index] += scores[at] / scores.Sum() * values[at][index];
            }
        }

        return result;
    }

    private float[] Linear(string name, float[] input)
    {
        var (weights, bias) = (_weights[name + ".weight"], _weights[name + ".bias"]);
        return [.. bias.Select((added, row) => Dot(weights[(row * input.Length)..((row + 1) * input.Length)], input) + added)];
    }

    private float[] Norm(string name, float[] input)
    {
        var (mean, weights, bias) = (input.Average(), _weights[name + ".weight"], _weights[name + ".bias"]);
        var deviation = MathF.Sqrt(input.Average(number => (number - mean) * (number - mean)) + 1e-12f);
        return [.. input.Select((number, at) => (number - mean) / deviation * weights[at] + bias[at])];
    }

    private float[] Row(string name, int row) => _weights[name][(row * _model.Width)..((row + 1) * _model.Width)];

    private static float[] Sum(params float[][] vectors) => [.. Enumerable.Range(0, vectors[0].Length).Select(at => vectors.Sum(vector => vector[at]))];

    private static float Dot(float[] one, float[] other) => one.Zip(other, (left, right) => left * right).Sum();

    private static float Gelu(float x) => 0.5f * x * (1 + MathF.Tanh(MathF.Sqrt(2 / MathF.PI) * (x + 0.044715f * x * x * x)));
}
