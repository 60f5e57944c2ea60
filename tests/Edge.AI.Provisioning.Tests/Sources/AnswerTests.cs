using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Sources;

/// <summary>Answers that carry the file though they look unusual, and those that do not.</summary>
public sealed class AnswerTests
{
    private const int Length = 1024 * 1024;
    private const int Part = 300_000;

    private static readonly byte[] Content = TinyModelBytes.Of(Length);

    [Theory]
    [InlineData("aws-chunked")]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("binary")]
    [InlineData("identity")]
    [InlineData("utf-8")]
    [InlineData("charset=utf-8")]
    [InlineData("8bit")]
    [InlineData("application/octet-stream")]
    [InlineData("identity, aws-chunked")]
    public async Task A_coding_that_encodes_nothing_is_no_obstacle(string coding)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = new() { Headers = [("Content-Encoding", coding)] };

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("X-GZIP")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("compress")]
    [InlineData("dcz")]
    [InlineData("aws-chunked, gzip")]
    [InlineData("gzip;q=1")]
    public async Task Bytes_in_a_real_coding_are_never_counted_as_bytes_of_the_file(string coding)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = new() { Headers = [("Content-Encoding", coding)] };

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadRejected, false));
        error.Message.Should().Contain("Content-Encoding");
        File.Exists(here.PartialOf()).Should().BeFalse();
    }

    [Fact]
    public async Task A_203_is_the_file()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = Whole(file, 203);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_203_to_a_resume_is_the_whole_file()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        file.ForRanges = Whole(file, 203);

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().Be($"bytes={Part}-");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData("bytes 0-1048575/1048576")]
    [InlineData("bytes 0-1048575/*")]
    public async Task A_206_that_carries_the_whole_file_is_the_file(string contentRange)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = Whole(file, 206, contentRange);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests.Should().ContainSingle();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_206_that_carries_the_whole_file_answers_a_resume_as_well(int connections)
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.ConnectionsPerFile = connections;
        here.Restart();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part / connections / 2);
        file.Always = Whole(file, 206, $"bytes 0-{Length - 1}/{Length}");
        var before = here.Server.Requests.Count;

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests.Skip(before).Should().ContainSingle();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_206_that_nobody_asked_for_may_carry_the_beginning()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(new ServedReply
        {
            StatusCode = 206,
            Body = Content[..Part],
            Headers = [("ETag", "\"tag\""), ("Content-Range", $"bytes 0-{Part - 1}/{Length}")],
        });
        file.ETag = "\"tag\"";

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests.Select(request => request.Range).Should().Equal(null, $"bytes={Part}-");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    private static ServedReply Whole(ServedFile file, int status, string? contentRange = null) => new()
    {
        StatusCode = status,
        Body = file.Content,
        Headers = [("ETag", file.ETag!), .. contentRange is null ? Array.Empty<(string, string)>() : [("Content-Range", contentRange)]],
    };
}
