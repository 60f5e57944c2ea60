using System.Buffers.Binary;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Gguf.Tests;

public class GgufFuzzTests
{
    private const long AllocationLimit = 1_000_000;

    private static readonly ulong[] TellingNumbers =
    [
        0, 1, 7, 8, 9, 31, 33, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32,
        1UL << 61, 1UL << 62, long.MaxValue, 1UL << 63, ulong.MaxValue - 1, ulong.MaxValue,
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_mutated_header_is_read_or_refused_and_costs_little(int seed)
    {
        var original = new RandomLlama { Layers = 2, VocabularySize = 400, Width = 32, Heads = 2, KeyValueHeads = 1, FeedForward = 32 }.ToArray();
        var headerLength = (int)GgufBytes.Read(original).DataOffset;
        var random = new Random(seed);

        var (read, refused) = (0, 0);
        for (var round = 0; round < 250; round++)
        {
            if (IsRead(Mutate(original, headerLength, random), $"seed {seed}, round {round}"))
                read++;
            else
                refused++;
        }

        // Were all read or all refused, the mutations would test nothing.
        read.Should().BeGreaterThan(10);
        refused.Should().BeGreaterThan(50);
    }

    private static bool IsRead(byte[] bytes, string round)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var header = GgufBytes.Read(bytes);
            AssertCheap(before, round);
            foreach (var array in header.Metadata.Values.OfType<GgufArray>())
                _ = header.ReadArray(array, new MemoryStream(bytes)).Count();

            return true;
        }
        catch (GgufException)
        {
            AssertCheap(before, round);
            return false;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"In {round}: {error.Message}", error);
        }
    }

    private static void AssertCheap(long before, string round) =>
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(AllocationLimit, "of {0}", round);

    private static byte[] Mutate(byte[] original, int headerLength, Random random)
    {
        var bytes = original.ToArray();
        for (var change = random.Next(3); change >= 0; change--)
        {
            // Half of the changes hit the beginning, where the fields that rule all others are.
            var position = random.Next(random.Next(2) == 0 ? 1000 : headerLength - 8);
            var place = bytes.AsSpan(position);
            switch (random.Next(7))
            {
                case 0: random.NextBytes(place[..random.Next(1, 9)]); break;
                case 1: place[0] ^= (byte)(1 << random.Next(8)); break;
                case 2: BinaryPrimitives.WriteUInt64LittleEndian(place, random.GetItems(TellingNumbers, 1)[0]); break;
                case 3: BinaryPrimitives.WriteUInt32LittleEndian(place, (uint)random.GetItems(TellingNumbers, 1)[0]); break;
                case 4: BinaryPrimitives.WriteUInt64LittleEndian(place, BinaryPrimitives.ReadUInt64LittleEndian(place) + (ulong)random.Next(-2, 3)); break;
                case 5: bytes.AsSpan(random.Next(headerLength - 64), 64).CopyTo(bytes.AsSpan(Math.Min(position, headerLength - 64))); break;
                default: return bytes[..random.Next(bytes.Length)];
            }
        }

        return bytes;
    }
}
