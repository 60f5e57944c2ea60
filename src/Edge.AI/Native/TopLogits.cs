using System.Numerics;
using System.Runtime.InteropServices;
using Edge.AI.Native.Structs;

namespace Edge.AI.Native;

/// <summary>
/// Finds the most probable tokens of a vocabulary. Most tokens are skipped several at a time with vector registers, because they are below the lowest logit found so far. llama.cpp
/// would copy and sort the vocabulary, at 12 bytes per token.
/// </summary>
internal static class TopLogits
{
    /// <summary>Fills the span with the greatest logits, the lowest one first. Of equal logits, the lower token is kept. Returns their number.</summary>
    /// <remarks>Logits that are NaN or negative infinity are never included.</remarks>
    public static int Select(ReadOnlySpan<float> logits, Span<LlamaTokenData> top)
    {
        var count = 0;
        var token = 0;
        for (; token < logits.Length && count < top.Length; token++)
        {
            if (logits[token] > float.NegativeInfinity)
            {
                top[count++] = new() { Token = token, Logit = logits[token] };
                SiftUp(top, count - 1);
            }
        }

        const int Registers = 4;
        var width = Registers * Vector<float>.Count;
        for (; token + width <= logits.Length; token += width)
        {
            var four = MemoryMarshal.Cast<float, Vector<float>>(logits.Slice(token, width));
            var least = new Vector<float>(top[0].Logit);
            var above = (Vector.GreaterThan(four[0], least) | Vector.GreaterThan(four[1], least)) | (Vector.GreaterThan(four[2], least) | Vector.GreaterThan(four[3], least));
            if (above != Vector<int>.Zero)
                Offer(logits, token, token + width, top);
        }

        Offer(logits, token, logits.Length, top[..count]);
        return count;
    }

    private static void Offer(ReadOnlySpan<float> logits, int from, int to, Span<LlamaTokenData> top)
    {
        for (var token = from; token < to; token++)
        {
            if (logits[token] > top[0].Logit)
            {
                top[0] = new() { Token = token, Logit = logits[token] };
                SiftDown(top);
            }
        }
    }

    // A heap whose root is the lowest element: the lower logit, or the higher token if the logits are equal.
    private static bool IsLess(in LlamaTokenData one, in LlamaTokenData other) =>
        one.Logit < other.Logit || (one.Logit == other.Logit && one.Token > other.Token);

    private static void SiftUp(Span<LlamaTokenData> heap, int at)
    {
        while (at > 0 && IsLess(heap[at], heap[(at - 1) / 2]))
        {
            (heap[at], heap[(at - 1) / 2]) = (heap[(at - 1) / 2], heap[at]);
            at = (at - 1) / 2;
        }
    }

    private static void SiftDown(Span<LlamaTokenData> heap)
    {
        for (var at = 0; ;)
        {
            var child = 2 * at + 1;
            if (child >= heap.Length)
                return;
            if (child + 1 < heap.Length && IsLess(heap[child + 1], heap[child]))
                child++;
            if (!IsLess(heap[child], heap[at]))
                return;

            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }
}
