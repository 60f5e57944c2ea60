using System.Buffers.Binary;
using System.Text;

namespace Edge.AI.Testing.Gguf;

/// <summary>
/// Writes broken model files. Each file has one real fault: in its lengths, counts, offsets or types, or in the facts that its header states about the
/// model. The same seed gives the same files.
/// </summary>
public static class HostileGguf
{
    private static readonly ulong[] HugeCounts = [1UL << 20, 1UL << 31, 1UL << 40, 1UL << 62, 1UL << 63, ulong.MaxValue];
    private static readonly uint[] ForeignValueTypes = [13, 14, 99, 255, 1 << 16, uint.MaxValue];
    private static readonly uint[] ForeignTensorTypes = [4, 5, 31, 36, 43, 77, 1 << 20, uint.MaxValue];
    private static readonly string[] LayerWeights = ["attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down"];
    private static readonly uint[] TypesWithoutArithmetic = [9, 15, 24, 25, 27, 28]; // Q8_1, Q8_K, I8, I16, I64, F64

    /// <summary>Makes a number of faulty files from intact ones.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Make(int seed, int count, IReadOnlyList<byte[]> sound)
    {
        var random = new Random(seed);
        (string, Func<byte[], Random, byte[]>)[] faults = [.. BrokenBytes(), .. BrokenPromises().Select(fault => (fault.Name, Rewriting(fault.Break)))];
        for (var index = 0; index < count; index++)
        {
            var (name, spoil) = faults[index % faults.Length];
            yield return ($"{index:D3} {name}", spoil(sound[index / faults.Length % sound.Count], random));
        }
    }

    /// <summary>Faults that a writer cannot make: the bytes that are read next are not where or what they should be.</summary>
    private static IEnumerable<(string Name, Func<byte[], Random, byte[]> Spoil)> BrokenBytes()
    {
        yield return ("cut in its header", (bytes, random) => bytes[..random.Next(1, 4000)]);
        yield return ("cut in its weights", (bytes, random) => bytes[..^random.Next(1, 3000)]);
        yield return ("empty", (_, _) => []);
        yield return ("a page of HTML", (_, _) => Encoding.UTF8.GetBytes("<!DOCTYPE html><html><body>Please log in</body></html>"));
        yield return ("another magic", (bytes, random) => Put(bytes, random.Next(4), [(byte)random.Next(1, 32)]));
        yield return ("another version", (bytes, random) => Put32(bytes, 4, (uint)random.Next(4, int.MaxValue)));
        yield return ("a huge count of tensors", (bytes, random) => Put64(bytes, 8, Any(random, HugeCounts)));
        yield return ("a huge count of metadata", (bytes, random) => Put64(bytes, 16, Any(random, HugeCounts)));
        yield return ("one tensor more than there are", (bytes, _) => Put64(bytes, 8, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)) + 1));
        yield return ("a key longer than the file", (bytes, random) => Put64(bytes, 24, (ulong)bytes.Length + (ulong)random.Next(1, 1 << 30)));
        yield return ("a key of endless length", (bytes, random) => Put64(bytes, 24, Any(random, HugeCounts)));
        yield return ("a text longer than the file", (bytes, random) => Put64(bytes, After(bytes, "general.architecture") + 4, Any(random, HugeCounts)));
        yield return ("a value of a foreign type", (bytes, random) => Put32(bytes, After(bytes, "general.architecture"), Any(random, ForeignValueTypes)));
        yield return ("an array of a foreign type", (bytes, random) => Put32(bytes, After(bytes, "tokenizer.ggml.tokens") + 4, Any(random, ForeignValueTypes)));
        yield return ("an array of endless length", (bytes, random) => Put64(bytes, After(bytes, "tokenizer.ggml.tokens") + 8, Any(random, HugeCounts)));
        yield return ("an array of arrays", (bytes, _) => Put32(bytes, After(bytes, "tokenizer.ggml.tokens") + 4, 9));
        yield return ("a tensor of a foreign type", (bytes, random) => Put32(bytes, After(bytes, "token_embd.weight") + 4 + 16, Any(random, ForeignTensorTypes)));
        yield return ("a tensor of five dimensions and more", (bytes, random) => Put32(bytes, After(bytes, "token_embd.weight"), (uint)random.Next(5, int.MaxValue)));
        yield return ("a tensor of endless length", (bytes, random) => Put64(bytes, After(bytes, "token_embd.weight") + 4, Any(random, HugeCounts)));
        yield return ("a tensor at a wrong offset", (bytes, random) => Put64(bytes, After(bytes, "output_norm.weight") + 4 + 8 + 4, (ulong)random.Next(1, int.MaxValue)));
        yield return ("a tensor after the end of the file", (bytes, random) => Put64(bytes, After(bytes, "output_norm.weight") + 4 + 8 + 4, Any(random, HugeCounts)));
    }

    /// <summary>Faults in well-formed GGUF: its parts contradict each other.</summary>
    private static IEnumerable<(string Name, Action<GgufDocument, Random> Break)> BrokenPromises()
    {
        foreach (var key in (string[])["general.architecture", "llama.context_length", "llama.embedding_length", "llama.block_count", "tokenizer.ggml.model", "tokenizer.ggml.tokens"])
            yield return ($"no {key}", (gguf, _) => gguf.Metadata.Remove(key));
        foreach (var key in (string[])["llama.context_length", "llama.embedding_length", "llama.block_count", "llama.attention.head_count"])
        {
            yield return ($"a text for {key}", (gguf, _) => gguf.Metadata[key] = "many");
            yield return ($"a huge {key}", (gguf, random) => gguf.Metadata[key] = (uint)random.NextInt64(1L << 31, 1L << 32));
        }

        yield return ("no layers", (gguf, _) => gguf.Metadata["llama.block_count"] = 0u);
        yield return ("more layers than llama.cpp has", (gguf, random) => gguf.Metadata["llama.block_count"] = (uint)random.Next(513, 100_000));
        yield return ("more layers than there are tensors for", (gguf, random) => gguf.Metadata["llama.block_count"] = (uint)random.Next(100, 512));
        yield return ("fewer layers than there are tensors for", (gguf, _) => gguf.Metadata["llama.block_count"] = 1u);
        yield return ("a width that the tensors do not have", (gguf, random) => gguf.Metadata["llama.embedding_length"] = (uint)random.Next(1, 30));
        yield return ("a number of heads that does not divide the width", (gguf, _) => gguf.Metadata["llama.attention.head_count"] = 3u);
        yield return ("a number of shared heads that does not divide the heads", (gguf, _) => gguf.Metadata["llama.attention.head_count_kv"] = 3u);
        yield return ("no heads for keys", (gguf, _) => gguf.Metadata["llama.attention.head_count_kv"] = 0u);
        yield return ("an odd number of rotated numbers", (gguf, _) => gguf.Metadata["llama.rope.dimension_count"] = 7u);
        yield return ("no rotated numbers", (gguf, _) => gguf.Metadata["llama.rope.dimension_count"] = 0u);
        yield return ("a wrong key length", (gguf, random) => gguf.Metadata["llama.attention.key_length"] = (uint)random.Next(100, 100_000));
        yield return ("keys of no length", (gguf, _) => gguf.Metadata["llama.attention.key_length"] = 0u);
        yield return ("a foreign scaling of positions", (gguf, _) => gguf.Metadata["llama.rope.scaling.type"] = "cubic");
        yield return ("a negative epsilon", (gguf, _) => gguf.Metadata["llama.attention.layer_norm_rms_epsilon"] = -1f);
        yield return ("an epsilon that is NaN", (gguf, _) => gguf.Metadata["llama.attention.layer_norm_rms_epsilon"] = float.NaN);
        yield return ("more experts than llama.cpp has", (gguf, _) => gguf.Metadata["llama.expert_count"] = 100_000u);
        yield return ("more experts used than there are", (gguf, _) => (gguf.Metadata["llama.expert_count"], gguf.Metadata["llama.expert_used_count"]) = (2u, 3u));
        yield return ("experts, but none in use", (gguf, _) => gguf.Metadata["llama.expert_count"] = 8u);
        yield return ("an image projector", (gguf, _) => gguf.Metadata["general.architecture"] = "clip");
        yield return ("a foreign tokenizer", (gguf, _) => gguf.Metadata["tokenizer.ggml.model"] = "morse");
        yield return ("bytes in a tokenizer without bytes", (gguf, _) =>
        {
            NameAByteWrongly(gguf);
            gguf.Metadata["tokenizer.ggml.model"] = "bert";
        }
        );
        yield return ("a tokenizer that never ends", (gguf, _) =>
        {
            Tokens(gguf)[30] = "\\x07\\x08";
            gguf.Metadata["tokenizer.ggml.model"] = "rwkv";
        }
        );
        yield return ("no vocabulary", (gguf, _) => gguf.Metadata["tokenizer.ggml.model"] = "no_vocab");
        yield return ("a token twice", (gguf, random) => Tokens(gguf)[random.Next(10, 100)] = Tokens(gguf)[random.Next(100, 200)]);
        yield return ("tokens that differ only after a zero byte", (gguf, _) => (Tokens(gguf)[20], Tokens(gguf)[21]) = ("a\0b", "a\0c"));
        yield return ("fewer tokens than embeddings", (gguf, _) => gguf.Metadata["tokenizer.ggml.tokens"] = Tokens(gguf)[..^5]);
        yield return ("fewer token types than tokens", (gguf, _) => gguf.Metadata["tokenizer.ggml.token_type"] = new int[17]);
        yield return ("token types of another type", (gguf, _) => gguf.Metadata["tokenizer.ggml.token_type"] = new float[Tokens(gguf).Length]);
        yield return ("a byte token that names no byte", (gguf, _) => NameAByteWrongly(gguf));
        yield return ("no embeddings", (gguf, _) => gguf.Tensors.Remove(gguf.Tensor("token_embd.weight")));
        yield return ("a layer without tensors", (gguf, _) => gguf.Tensors.RemoveAll(tensor => tensor.Name.StartsWith("blk.1.", StringComparison.Ordinal)));
        yield return ("a layer without one of its tensors", (gguf, random) => gguf.Tensors.Remove(gguf.Tensor($"blk.1.{Any(random, LayerWeights)}.weight")));
        yield return ("no norm before the output", (gguf, _) => gguf.Tensors.Remove(gguf.Tensor("output_norm.weight")));
        yield return ("a tensor without elements", (gguf, _) => (gguf.Tensor("output_norm.weight").Dimensions, gguf.Tensor("output_norm.weight").Bytes) = ([0], []));
        yield return ("norms in half precision", (gguf, _) => Retype(gguf.Tensor("blk.0.attn_norm.weight"), 1, 2));
        yield return ("norms of integers", (gguf, _) => Retype(gguf.Tensor("output_norm.weight"), 26, 4));
        yield return ("weights of a type without arithmetic", (gguf, random) => MakeUncomputable(gguf.Tensor("blk.0.attn_q.weight"), Any(random, TypesWithoutArithmetic)));
        yield return ("embeddings of a type without arithmetic", (gguf, random) => MakeUncomputable(gguf.Tensor("token_embd.weight"), Any(random, TypesWithoutArithmetic)));
    }

    private static Func<byte[], Random, byte[]> Rewriting(Action<GgufDocument, Random> spoil) => (bytes, random) =>
    {
        var document = GgufDocument.Read(bytes);
        spoil(document, random);
        return document.ToArray();
    };

    private static string[] Tokens(GgufDocument gguf) => (string[])gguf.Metadata["tokenizer.ggml.tokens"];

    /// <summary>SentencePiece needs all 256 byte tokens; in byte-pair vocabularies any token may be marked as one.</summary>
    private static void NameAByteWrongly(GgufDocument gguf)
    {
        var types = (int[])gguf.Metadata["tokenizer.ggml.token_type"];
        var token = Math.Max(Array.IndexOf(types, 6), 30);
        (types[token], Tokens(gguf)[token]) = (6, "\u0001\u0002");
    }

    private static void Retype(DocumentTensor tensor, uint type, int elementBytes) =>
        (tensor.Type, tensor.Bytes) = (type, new byte[tensor.Dimensions.Aggregate(1L, (product, length) => product * length) * elementBytes]);

    private static void MakeUncomputable(DocumentTensor tensor, uint type)
    {
        if (type == 15 && tensor.Dimensions[0] % 256 != 0)
            type = 24; // Q8_K comes in blocks of 256

        var (elements, bytes) = type switch { 9 => (32, 36), 15 => (256, 292), 24 => (1, 1), 25 => (1, 2), _ => (1, 8) };
        var count = tensor.Dimensions.Aggregate(1L, (product, length) => product * length);
        (tensor.Type, tensor.Bytes) = (type, new byte[count / elements * bytes]);
    }

    /// <summary>The offset of the first byte after a name.</summary>
    private static int After(byte[] bytes, string name) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) + name.Length;

    private static T Any<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];

    private static byte[] Put(byte[] bytes, int position, ReadOnlySpan<byte> value)
    {
        var changed = bytes.ToArray();
        value.CopyTo(changed.AsSpan(position));
        return changed;
    }

    private static byte[] Put32(byte[] bytes, int position, uint value) => Put(bytes, position, BitConverter.GetBytes(value));

    private static byte[] Put64(byte[] bytes, int position, ulong value) => Put(bytes, position, BitConverter.GetBytes(value));
}
