using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Staging;

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
