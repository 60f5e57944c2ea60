using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Staging;

public sealed class ConnectionsTests
{
    private const int Length = 1024 * 1024;
    private const int Segment = 64 * 1024; // What 4 connections get at a time of a file of this length.

    [Fact]
    public async Task Connections_share_a_file_and_fetch_every_byte_once()
    {
        await using var here = await CreateAsync();
        var file = here.Serve();
        var (one, other) = (new Gate(), new Gate());
        file.Then(ServedReply.Good, new ServedReply { WaitsAfter = 0, Gate = one }, new ServedReply { WaitsAfter = 0, Gate = other });

        var run = here.Provisioner.EnsureAsync(Workplace.ModelOf(file));
        await Task.WhenAll(one.Reached, other.Reached); // Two at the same time.
        one.Open();
        other.Open();
        await run;

        here.Server.Requests.Should().OnlyContain(request => request.StatusCode == 206);
        here.Server.Requests.Sum(request => request.BytesSent).Should().Be(Length);
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task All_but_the_first_request_are_bound_to_the_version_of_the_first()
    {
        await using var here = await CreateAsync();
        var file = here.Serve();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests.Select(request => request.IfRange).Distinct(StringComparer.Ordinal).Should().Equal(null, file.ETag);
    }

    [Fact]
    public async Task A_server_without_ranges_gets_one_request()
    {
        await using var here = await CreateAsync();
        var file = here.Serve();
        file.Always = new() { IgnoresRange = true };

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests.Should().ContainSingle();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData("W/\"weak\"")]
    [InlineData(null)]
    public async Task Without_a_strong_validator_the_file_is_fetched_in_one_piece(string? tag)
    {
        await using var here = await CreateAsync();
        var file = here.Serve();
        file.ETag = tag;

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests.Select(request => (request.Range, request.StatusCode)).Should().Equal(($"bytes=0-{Segment - 1}", 206), (null, 200));
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_file_that_changes_between_two_parts_is_never_spliced()
    {
        await using var here = await CreateAsync();
        var served = here.Serve(seed: 2);
        var wanted = TinyModelBytes.Of(Length);
        var model = Workplace.ModelOf(Workplace.FileOf("model.gguf", served.Uri, wanted));
        var gate = new Gate();
        served.Then(new ServedReply { WaitsAfter = Segment / 2, Gate = gate });

        var run = here.Provisioner.EnsureAsync(model);
        await gate.Reached;
        (served.Content, served.ETag) = (wanted, "\"another\"");
        gate.Open();
        await run;

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(wanted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Chunks_behind_a_hole_are_not_fetched_again(int connectionsThen)
    {
        await using var here = await CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await LeaveHoleAsync(here, model, file);
        var before = here.Server.Requests.Count;

        here.Options.ConnectionsPerFile = connectionsThen;
        here.Restart();
        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests.Skip(before).Sum(request => request.BytesSent).Should().Be(Segment);
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_hole_is_not_taken_for_bytes_though_the_file_is_long_enough()
    {
        await using var here = await CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await LeaveHoleAsync(here, model, file);

        new FileInfo(here.PartialOf()).Length.Should().Be(Length);
        here.Provisioner.GetStatus(model).Files.Single().Should().Be(new FileStatus { Name = "model.gguf", Resume = ResumeStatus.CanResume, BytesOnDisk = Length - Segment, Size = Length });
    }

    [Fact]
    public async Task Chunks_that_the_file_on_disk_is_too_short_for_are_fetched_again()
    {
        await using var here = await CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await LeaveHoleAsync(here, model, file);
        using (var partial = File.OpenWrite(here.PartialOf()))
            partial.SetLength(Length / 2);

        here.Restart();
        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_connection_that_breaks_costs_no_chunk_of_the_others()
    {
        await using var here = await CreateAsync();
        var file = here.Serve().Then(ServedReply.Good, new ServedReply { BreaksAfter = Segment / 2 });

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests.Sum(request => request.BytesSent).Should().BeLessThan(Length + (4 * Segment));
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    private static async Task<Workplace> CreateAsync()
    {
        var here = await Workplace.CreateAsync();
        here.Options.ConnectionsPerFile = 4;
        here.Restart();
        return here;
    }

    /// <summary>Everything is on disk but the second segment.</summary>
    private static async Task LeaveHoleAsync(Workplace here, EdgeModel model, ServedFile file)
    {
        var gate = new Gate();
        file.Then(ServedReply.Good, new ServedReply { WaitsAfter = 0, Gate = gate });
        using var giveUp = new CancellationTokenSource();
        var run = here.Provisioner.EnsureAsync(model, cancellationToken: giveUp.Token);
        await here.ReachedAsync(model, progress => progress.Bytes == Length - Segment);
        await giveUp.CancelAsync();
        await run.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }
}
