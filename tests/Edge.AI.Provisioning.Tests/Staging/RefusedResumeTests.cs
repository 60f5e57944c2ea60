using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Staging;

/// <summary>A partial that a server will not continue must never be a partial for ever.</summary>
public sealed class RefusedResumeTests
{
    private const int Length = 1024 * 1024;
    private const int Part = 300_000;
    private const int Segment = 64 * 1024; // What 4 connections get at a time of a file of this length.

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(412)]
    [InlineData(417)]
    [InlineData(431)]
    [InlineData(501)]
    [InlineData(300)]
    [InlineData(202)]
    public async Task A_refused_resume_is_followed_by_one_request_for_the_whole_file(int status)
    {
        var (here, file, model) = await InterruptedAsync();
        await using var _ = here;
        file.ForRanges = ServedReply.Status(status);

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests.Skip(1).Select(request => request.Range).Should().Equal($"bytes={Part}-", null);
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task A_resume_that_meets_trouble_again_and_again_is_given_up_for_the_whole_file(int status)
    {
        var (here, file, model) = await InterruptedAsync();
        await using var _ = here;
        file.ForRanges = ServedReply.Status(status);

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests.Skip(1).Select(request => request.Range).Should().Equal([.. Enumerable.Repeat($"bytes={Part}-", 4), null]);
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task Trouble_that_passes_costs_none_of_the_bytes_on_disk()
    {
        var (here, file, model) = await InterruptedAsync();
        await using var _ = here;
        file.Then(ServedReply.Status(503), ServedReply.Status(503), ServedReply.Status(503));

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().Be($"bytes={Part}-");
        here.Server.Requests.Sum(request => request.BytesSent).Should().Be(Length);
    }

    [Fact]
    public async Task A_server_that_hangs_up_on_every_range_is_asked_for_the_whole_file()
    {
        var (here, file, model) = await InterruptedAsync();
        await using var _ = here;
        file.ForRanges = new() { HangsUp = true };

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_whole_file_that_is_refused_as_well_costs_none_of_the_bytes_on_disk()
    {
        var (here, file, model) = await InterruptedAsync();
        await using var _ = here;
        file.Always = ServedReply.Status(403);
        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>();
        file.Always = ServedReply.Good;

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().Be($"bytes={Part}-");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_206_in_a_coding_is_followed_by_one_request_for_the_whole_file(string coding)
    {
        var (here, file, model) = await InterruptedAsync();
        await using var _ = here;
        file.ForRanges = new() { Headers = [("Content-Encoding", coding)] };

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData("bytes */1048576")]
    [InlineData("bytes=300000-1048575/1048576")]
    [InlineData("300000-1048575/1048576")]
    [InlineData("bytes 300000-1048575")]
    [InlineData("bytes 300000-99999999999999999999/1048576")]
    public async Task A_206_with_a_malformed_Content_Range_is_followed_by_one_request_for_the_whole_file(string contentRange)
    {
        var (here, file, model) = await InterruptedAsync();
        await using var _ = here;
        file.ForRanges = new() { Headers = [("Content-Range", contentRange)] };

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_206_that_promises_the_rest_and_carries_more_is_followed_by_one_request_for_the_whole_file()
    {
        var (here, file, model) = await InterruptedAsync();
        await using var _ = here;
        file.ForRanges = new() { StatusCode = 206, Body = file.Content, Headers = [("ETag", file.ETag!), ("Content-Range", $"bytes {Part}-{Length - 1}/{Length}")] };

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_200_that_carries_a_part_is_followed_by_one_request_for_the_whole_file()
    {
        var (here, file, model) = await InterruptedAsync();
        await using var _ = here;
        file.ForRanges = new() { StatusCode = 200, Body = file.Content[Part..], Headers = [("ETag", file.ETag!), ("Content-Range", $"bytes {Part}-{Length - 1}/{Length}")] };

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData("\"caf\u00e9\"")]
    [InlineData("\"a\u0085b\"")]
    public async Task A_tag_that_can_not_be_sent_back_does_not_hold_up_the_next_attempt(string tag)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.ETag = tag;
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);

        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(501)]
    public async Task With_several_connections_a_server_that_refuses_ranges_gets_one_request_for_the_whole_file(int status)
    {
        await using var here = await SeveralAsync();
        var file = here.Serve();
        file.ForRanges = ServedReply.Status(status);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests.Select(request => request.Range).Should().Equal($"bytes=0-{Segment - 1}", null);
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_connection_too_many_leaves_its_part_to_the_others(int status)
    {
        await using var here = await SeveralAsync();
        var file = here.Serve().Then(ServedReply.Good, ServedReply.Status(status), ServedReply.Status(status), ServedReply.Status(status));

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests.Where(request => request.Range is not null).Sum(request => request.BytesSent).Should().Be(Length);
        here.Clock.Skipped.Should().BeEmpty("nothing had to be tried again");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task With_several_connections_a_server_that_stops_doing_ranges_is_asked_for_the_whole_file()
    {
        await using var here = await SeveralAsync();
        var file = here.Serve().Then(ServedReply.Good);
        file.ForRanges = ServedReply.Status(403);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests[^1].Range.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    private static async Task<Workplace> SeveralAsync()
    {
        var here = await Workplace.CreateAsync();
        here.Options.ConnectionsPerFile = 4;
        here.Restart();
        return here;
    }

    /// <summary>The first bytes of a model are on disk, from a server that could continue them.</summary>
    private static async Task<(Workplace Here, ServedFile File, EdgeModel Model)> InterruptedAsync()
    {
        var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        return (here, file, model);
    }
}
