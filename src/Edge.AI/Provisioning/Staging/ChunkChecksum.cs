using System.Buffers.Binary;
using System.Numerics;

namespace Edge.AI.Provisioning;

/// <summary>
/// A checksum that finds accidents, not attacks: CRC-32C over four interleaved lanes of eight bytes each, because the processor's instruction
/// takes a new word every cycle but needs three for an answer. It never leaves this machine, so that nobody else has to know it.
/// </summary>
internal sealed class ChunkChecksum
{
    private const int Block = 32;
    private const uint Prime = 2_654_435_761;

    private readonly byte[] _rest = new byte[Block];
    private uint _a, _b, _c, _d;
    private int _held;

    /// <summary>Never 0, which stands for "unknown".</summary>
    public uint Value
    {
        get
        {
            // Products, because CRCs of CRCs would let bits of neighbouring lanes cancel each other out.
            var value = unchecked((((((_a * Prime) + _b) * Prime) + _c) * Prime) + _d);
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

    private void AppendBlock(ReadOnlySpan<byte> block)
    {
        _a = BitOperations.Crc32C(_a, BinaryPrimitives.ReadUInt64LittleEndian(block));
        _b = BitOperations.Crc32C(_b, BinaryPrimitives.ReadUInt64LittleEndian(block[8..]));
        _c = BitOperations.Crc32C(_c, BinaryPrimitives.ReadUInt64LittleEndian(block[16..]));
        _d = BitOperations.Crc32C(_d, BinaryPrimitives.ReadUInt64LittleEndian(block[24..]));
    }
}
