using Edge.AI.Staging;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

public sealed class ChecksumVerdictTests
{
    private const int Length = 1024 * 1024;
    private const int Part = 300_000;
    private const int Chunk = 64 * 1024;

    [Fact]
    public async Task Chunks_that_the_disk_changed_are_named()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        Spoil(here.PartialOf(), at: Chunk + 5);
        Spoil(here.PartialOf(), at: (3 * Chunk) + 5);

        (await FailAsync(here, model)).Message.Should().Contain("The disk changed chunks 2 and 4 of 16");
    }

    [Fact]
    public async Task Other_bytes_of_the_server_are_called_that()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve(seed: 2);
        var model = Workplace.ModelOf(Workplace.FileOf("model.gguf", file.Uri, TinyModelBytes.Of(Length)));

        (await FailAsync(here, model)).Message.Should().Contain("the server sent other bytes");
    }

    [Fact]
    public async Task Where_it_is_not_known_what_arrived_nobody_is_blamed()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        Spoil(here.PartialOf(), at: Part - 5); // In the chunk that the interruption cut in two.

        (await FailAsync(here, model)).Message.Should().NotContain("disk").And.NotContain("server");
    }

    [Fact]
    public async Task With_several_connections_chunks_are_known_alike()
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.ConnectionsPerFile = 4;
        here.Restart();
        var file = here.Serve(seed: 2);
        var model = Workplace.ModelOf(Workplace.FileOf("model.gguf", file.Uri, TinyModelBytes.Of(Length)));

        (await FailAsync(here, model)).Message.Should().Contain("the server sent other bytes");
    }

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

    private static async Task<ModelChecksumException> FailAsync(Workplace here, EdgeModel model) =>
        (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelChecksumException>()).Which;

    private static void Spoil(string path, int at)
    {
        using var stream = new FileStream(path, FileMode.Open);
        stream.Position = at;
        var value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value + 1));
    }
}
