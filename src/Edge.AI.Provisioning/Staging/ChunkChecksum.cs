using System.Buffers.Binary;
using System.Numerics;

namespace Edge.AI.Staging;

/// <summary>
/// A checksum against accidents, not attacks: CRC-32C over four interleaved lanes of eight bytes each, because the processor starts one
/// instruction per cycle but needs three cycles for a result. It is only used on this machine.
/// </summary>
internal sealed class ChunkChecksum
{
    private const int Block = 32;

    private readonly byte[] _rest = new byte[Block];
    private uint _a, _b, _c, _d;
    private int _held;

    /// <summary>Never 0, which stands for "unknown".</summary>
    public uint Value
    {
        get
        {
            // CRCs are linear: without the multiplication, a change in one lane could cancel a change in the next.
            var mixed = Mix(Mix(((ulong)_a << 32) | _b) + (((ulong)_c << 32) | _d));
            var value = (uint)(mixed >> 32) ^ (uint)mixed;
            foreach (var one in _rest.AsSpan(0, _held))
                value = BitOperations.Crc32C(value, one);

            return Math.Max(value, 1);
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_held > 0)
        {
            var missing = Math.Min(Block - _held, bytes.Length);
            bytes[..missing].CopyTo(_rest.AsSpan(_held));
            bytes = bytes[missing..];
            _held += missing;
            if (_held < Block)
                return;

            AppendBlock(_rest);
            _held = 0;
        }

        for (; bytes.Length >= Block; bytes = bytes[Block..])
            AppendBlock(bytes);

        bytes.CopyTo(_rest);
        _held = bytes.Length;
    }

    public void Reset() => (_a, _b, _c, _d, _held) = (0, 0, 0, 0, 0);

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private void AppendBlock(ReadOnlySpan<byte> block)
    {
        _a = BitOperations.Crc32C(_a, BinaryPrimitives.ReadUInt64LittleEndian(block));
        _b = BitOperations.Crc32C(_b, BinaryPrimitives.ReadUInt64LittleEndian(block[8..]));
        _c = BitOperations.Crc32C(_c, BinaryPrimitives.ReadUInt64LittleEndian(block[16..]));
        _d = BitOperations.Crc32C(_d, BinaryPrimitives.ReadUInt64LittleEndian(block[24..]));
    }
}
