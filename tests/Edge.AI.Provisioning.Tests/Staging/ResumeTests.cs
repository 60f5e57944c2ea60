using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Staging;

public sealed class ResumeTests
{
    private const int Length = 1024 * 1024;
    private const int Part = 300_000;

    [Fact]
    public async Task An_interrupted_download_resumes_from_the_bytes_on_disk()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);

        here.Restart();
        await here.Provisioner.EnsureAsync(model);

        var resumed = here.Server.Requests[^1];
        (resumed.Range, resumed.IfRange, resumed.StatusCode, resumed.BytesSent).Should().Be(($"bytes={Part}-", file.ETag, 206, Length - Part));
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_body_that_ends_early_is_resumed_at_once()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(new ServedReply { EndsAfter = Part });

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests.Select(request => request.Range).Should().Equal(null, $"bytes={Part}-");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_resumed()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve().Then(new ServedReply { BreaksAfter = Part }, new ServedReply { BreaksAfter = Part });

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_206_with_fewer_bytes_than_asked_for_is_followed_by_the_rest()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        file.Then(new ServedReply
        {
            StatusCode = 206,
            Body = file.Content[Part..(2 * Part)],
            Headers = [("ETag", file.ETag!), ("Content-Range", $"bytes {Part}-{(2 * Part) - 1}/{Length}")],
        });

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().Be($"bytes={2 * Part}-");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_200_to_a_range_request_starts_from_zero()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        file.Always = new() { IgnoresRange = true };

        await here.Provisioner.EnsureAsync(model);

        (here.Server.Requests[^1].Range, here.Server.Requests[^1].BytesSent).Should().Be(($"bytes={Part}-", Length));
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_file_that_changed_on_the_server_starts_from_zero()
    {
        await using var here = await Workplace.CreateAsync();
        var old = here.Serve(seed: 2);
        var wanted = TinyModelBytes.Of(Length);
        var model = Workplace.ModelOf(Workplace.FileOf("model.gguf", old.Uri, wanted));
        await here.InterruptAfterAsync(model, old, Part);
        (old.Content, old.ETag) = (wanted, "\"another\"");

        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(wanted);
    }

    [Fact]
    public async Task A_server_that_ignores_If_Range_is_found_out_by_its_ETag()
    {
        await using var here = await Workplace.CreateAsync();
        var old = here.Serve(seed: 2);
        var wanted = TinyModelBytes.Of(Length);
        var model = Workplace.ModelOf(Workplace.FileOf("model.gguf", old.Uri, wanted));
        await here.InterruptAfterAsync(model, old, Part);
        (old.Content, old.ETag, old.Always) = (wanted, "\"another\"", new() { IgnoresIfRange = true });

        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(wanted);
    }

    [Theory]
    [InlineData("bytes 0-1048575/1048576")]
    [InlineData("bytes 299999-1048575/1048576")]
    [InlineData("bytes 300000-1048575/2000000")]
    [InlineData("bytes 300000-2000000/*")]
    [InlineData("lines 300000-1048575/1048576")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_206_that_contradicts_what_is_on_disk_starts_from_zero(string contentRange)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        file.Then(new ServedReply { Headers = [("Content-Range", contentRange)] });

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_416_starts_from_zero()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        file.Then(ServedReply.Status(416));

        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Theory]
    [InlineData("W/\"weak\"")]
    [InlineData(null)]
    public async Task Without_a_strong_ETag_no_range_is_asked_for(string? tag)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.ETag = tag;
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);

        here.Provisioner.GetStatus(model).Files.Single().Resume.Should().Be(ResumeStatus.CannotResume);
        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task An_old_Last_Modified_is_proof_enough()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        (file.ETag, file.LastModified) = (null, DateTimeOffset.UtcNow.AddDays(-1));
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);

        await here.Provisioner.EnsureAsync(model);

        (here.Server.Requests[^1].Range, here.Server.Requests[^1].StatusCode).Should().Be(($"bytes={Part}-", 206));
    }

    [Fact]
    public async Task A_Last_Modified_of_this_very_second_is_not()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        (file.ETag, file.LastModified) = (null, DateTimeOffset.UtcNow.AddHours(1));
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().BeNull();
    }

    [Fact]
    public async Task A_resumed_prefix_counts_for_the_digest()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        Spoil(here.PartialOf(), at: Part / 2);

        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelChecksumException>();
    }

    [Fact]
    public async Task A_login_page_instead_of_the_rest_costs_none_of_the_bytes_on_disk()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        file.Then(new ServedReply { Body = "<html>Please log in</html>"u8.ToArray(), IgnoresRange = true });
        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelValidationException>();

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().Be($"bytes={Part}-");
    }

    [Fact]
    public async Task The_status_tells_what_an_interrupted_download_left()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        var before = here.Provisioner.GetStatus(model).Files.Single();
        await here.InterruptAfterAsync(model, file, Part);
        var between = here.Provisioner.GetStatus(model).Files.Single();
        await here.Provisioner.EnsureAsync(model);
        var after = here.Provisioner.GetStatus(model);

        before.Should().Be(new FileStatus { Name = "model.gguf", Resume = ResumeStatus.NoPartial, BytesOnDisk = 0, Size = Length });
        between.Should().Be(new FileStatus { Name = "model.gguf", Resume = ResumeStatus.CanResume, BytesOnDisk = Part, Size = Length });
        after.Files.Single().Should().Be(new FileStatus { Name = "model.gguf", Resume = ResumeStatus.FileComplete, BytesOnDisk = Length, Size = Length });
        (after.Progress.State, after.Progress.Fraction).Should().Be((ProvisioningState.Completed, 1.0));
    }

    private static void Spoil(string path, int at)
    {
        using var stream = new FileStream(path, FileMode.Open);
        stream.Position = at;
        var value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value + 1));
    }
}
