using System.Text;
using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Staging;

public sealed class RefusedBytesTests
{
    [Fact]
    public async Task Wrong_bytes_are_deleted_and_nothing_is_promoted()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        file.Content = TinyModelBytes.Of(file.Content.Length, seed: 2);

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelChecksumException>()).Which;

        error.Expected.Should().Be(model.Files[0].Digest);
        error.Actual.Should().NotBe(error.Expected);
        Directory.GetFiles(Path.GetDirectoryName(here.PathOf())!).Should().BeEmpty();
    }

    [Fact]
    public async Task Wrong_bytes_are_not_asked_for_twice()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        file.Content = TinyModelBytes.Of(file.Content.Length, seed: 2);

        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelChecksumException>();

        here.Server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Log in to the hotel's network</body></html>", "a web page (HTML)")]
    [InlineData("\r\n  <html>", "a web page (HTML)")]
    [InlineData("\u00EF\u00BB\u00BF<html>", "a web page (HTML)")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "text")]
    [InlineData("GGML is what we had before", "text")]
    [InlineData("\0\0\0\0\0\0\0\0", "bytes that do not begin with 'GGUF'")]
    public async Task What_does_not_begin_like_a_model_is_refused(string body, string kind)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = new() { Body = Encoding.Latin1.GetBytes(body) };

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelValidationException>()).Which;

        error.Code.Should().Be(EdgeErrorCodes.ModelInvalid);
        error.Message.Should().Contain(kind);
        error.Hint.Should().Contain("proxy");
        Directory.GetFiles(here.FolderOf()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_page_as_long_as_the_model_is_given_up_at_its_first_bytes()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var gate = new Gate();
        file.Always = new() { Body = [.. Enumerable.Repeat((byte)'<', file.Content.Length)], WaitsAfter = 10, Gate = gate };

        await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelValidationException>();

        here.Server.Requests.Single().BytesSent.Should().Be(10);
    }

    [Fact]
    public async Task Compressed_bytes_are_refused()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = new() { Headers = [("Content-Encoding", "gzip")] };

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadRejected, false));
        here.Server.Requests.Single().Headers["Accept-Encoding"].Should().Be("identity");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_longer_than_promised_is_refused(bool chunked)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = new() { ExtraBytes = 1, Chunked = chunked };

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadIncomplete, false));
        File.Exists(here.PathOf()).Should().BeFalse();
    }

    [Theory]
    [InlineData(32)]
    [InlineData(-32)]
    public async Task A_length_other_than_the_manifest_s_is_refused_before_a_byte_is_written(int difference)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        file.Content = TinyModelBytes.Of(file.Content.Length + difference);

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient, here.Server.Requests.Count).Should().Be((EdgeErrorCodes.DownloadIncomplete, false, 1));
        File.Exists(here.PartialOf()).Should().BeFalse();
    }

    [Fact]
    public async Task A_body_that_always_ends_early_is_given_up()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        (file.ETag, file.Always) = (null, new() { EndsAfter = 1000 });

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>()).Which;

        (error.Code, error.IsTransient).Should().Be((EdgeErrorCodes.DownloadIncomplete, true));
        here.Server.Requests.Should().HaveCount(4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_GGUF_version_that_llama_cpp_does_not_read_is_refused(byte version)
    {
        await using var here = await Workplace.CreateAsync();
        var bytes = TinyModelBytes.Of(4096);
        bytes[4] = version;
        var file = here.Server.Serve("model.gguf", bytes);

        await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelValidationException>();

        Directory.GetFiles(Path.GetDirectoryName(here.PathOf())!).Should().BeEmpty();
    }
}
