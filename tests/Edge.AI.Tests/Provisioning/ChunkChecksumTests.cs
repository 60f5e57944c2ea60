using Edge.AI.Staging;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class ChunkChecksumTests
{
    [Fact]
    public void A_checksum_does_not_depend_on_how_the_bytes_were_cut()
    {
        var bytes = TinyModelBytes.Of(4096);
        var whole = new ChunkChecksum();
        whole.Append(bytes);
        foreach (var step in new[] { 1, 7, 31, 32, 33, 100, 4095 })
        {
            var cut = new ChunkChecksum();
            for (var at = 0; at < bytes.Length; at += step)
                cut.Append(bytes.AsSpan(at, Math.Min(step, bytes.Length - at)));

            cut.Value.Should().Be(whole.Value, "steps of {0} bytes", step);
        }
    }

    [Fact]
    public void A_checksum_sees_every_changed_bit_and_length()
    {
        var bytes = TinyModelBytes.Of(256);
        var seen = new HashSet<uint> { Of(bytes), Of(bytes[..255]) };
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            seen.Add(Of(changed));
        }

        seen.Should().HaveCount(2 + (256 * 8));

        static uint Of(byte[] content)
        {
            var checksum = new ChunkChecksum();
            checksum.Append(content);
            return checksum.Value;
        }
    }
}
