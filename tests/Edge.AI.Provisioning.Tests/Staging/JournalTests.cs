using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Staging;

public sealed class JournalTests
{
    private const int Part = 300_000;

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"origin":null,"size":-1,"sha256":null,"durable":9223372036854775807}""")]
    public async Task A_damaged_journal_means_a_start_from_zero(string text)
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file) = await InterruptedAsync(here);
        await File.WriteAllTextAsync(here.JournalOf(), text);

        await EnsureFromZeroAsync(here, model, file);
    }

    [Fact]
    public async Task A_huge_journal_is_not_even_read()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file) = await InterruptedAsync(here);
        await File.AppendAllTextAsync(here.JournalOf(), new string(' ', 1024 * 1024));

        await EnsureFromZeroAsync(here, model, file);
    }

    [Theory]
    [InlineData("version", 0)]
    [InlineData("version", 3)]
    [InlineData("size", 77)]
    [InlineData("durable", -1)]
    [InlineData("durable", long.MaxValue)]
    [InlineData("sha256", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("eTag", "W/\"weak\"")]
    [InlineData("eTag", "no quotes")]
    [InlineData("origin", "http://127.0.0.1/elsewhere.gguf")]
    public async Task A_journal_that_speaks_of_something_else_means_a_start_from_zero(string property, object value)
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file) = await InterruptedAsync(here);
        Change(here.JournalOf(), property, value);

        await EnsureFromZeroAsync(here, model, file);
    }

    [Fact]
    public async Task A_missing_journal_means_a_start_from_zero()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file) = await InterruptedAsync(here);
        File.Delete(here.JournalOf());

        await EnsureFromZeroAsync(here, model, file);
    }

    [Fact]
    public async Task A_journal_without_its_partial_means_a_start_from_zero()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file) = await InterruptedAsync(here);
        File.Delete(here.PartialOf());

        await EnsureFromZeroAsync(here, model, file);
    }

    [Fact]
    public async Task A_partial_that_is_longer_than_the_file_means_a_start_from_zero()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file) = await InterruptedAsync(here);
        await File.AppendAllTextAsync(here.PartialOf(), new string('x', file.Content.Length));

        await EnsureFromZeroAsync(here, model, file);
    }

    [Fact]
    public async Task After_a_restart_of_the_machine_only_flushed_bytes_are_trusted()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file) = await InterruptedAsync(here);
        Change(here.JournalOf(), "durable", 1000);
        Change(here.JournalOf(), "boot", "another");

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().Be("bytes=1000-");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_journal_of_version_1_is_still_resumed()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file) = await InterruptedAsync(here);
        Change(here.JournalOf(), "version", 1);
        Change(here.JournalOf(), "checksums", null);

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().Be($"bytes={Part}-");
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_partial_of_full_length_is_not_complete_before_its_journal_says_so()
    {
        await using var here = await Workplace.CreateAsync();
        var (model, file) = await InterruptedAsync(here);
        await File.WriteAllBytesAsync(here.PartialOf(), file.Content);

        here.Provisioner.GetStatus(model).Files.Single().Resume.Should().Be(ResumeStatus.CanResume);
        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_link_in_place_of_the_partial_is_not_written_through()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Links need a privilege on Windows.");
        await using var here = await Workplace.CreateAsync();
        var (model, file) = await InterruptedAsync(here);
        var victim = here.PathOf("victim.txt");
        await File.WriteAllTextAsync(victim, "precious");
        File.Delete(here.PartialOf());
        File.CreateSymbolicLink(here.PartialOf(), victim);

        await EnsureFromZeroAsync(here, model, file);

        (await File.ReadAllTextAsync(victim)).Should().Be("precious");
    }

    [Fact]
    public async Task The_journal_keeps_no_query()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(Workplace.FileOf("model.gguf", new(file.Uri + "?signature=secret#fragment"), file.Content));
        await here.InterruptAfterAsync(model, file, Part);

        var journal = await File.ReadAllTextAsync(here.JournalOf());

        JsonNode.Parse(journal)!["origin"]!.GetValue<string>().Should().Be(file.Uri.ToString());
        journal.Should().NotContain("secret");
    }

    [Fact]
    public async Task The_status_of_a_model_tells_for_each_file_what_the_next_attempt_can_do_and_why_not()
    {
        await using var here = await Workplace.CreateAsync();
        var files = ((string[])["done.gguf", "half.gguf", "lost.gguf", "none.gguf"]).Select(name => here.Serve(name, length: 4096)).ToArray();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(files[0]));
        await here.InterruptAfterAsync(Workplace.ModelOf(files[1]), files[1], 1000);
        await File.WriteAllBytesAsync(here.PartialOf("lost.gguf"), files[2].Content[..500]);

        var status = here.Provisioner.GetStatus(Workplace.ModelOf(files));

        status.Files.Should().Equal(
            new FileStatus { Name = "done.gguf", Resume = ResumeStatus.FileComplete, BytesOnDisk = 4096, Size = 4096 },
            new FileStatus { Name = "half.gguf", Resume = ResumeStatus.CanResume, BytesOnDisk = 1000, Size = 4096 },
            new FileStatus { Name = "lost.gguf", Resume = ResumeStatus.CannotResume, BytesOnDisk = 0, Size = 4096, Reason = "Its journal is missing or damaged." },
            new FileStatus { Name = "none.gguf", Resume = ResumeStatus.NoPartial, BytesOnDisk = 0, Size = 4096 });
    }

    private static async Task<(EdgeModel Model, ServedFile File)> InterruptedAsync(Workplace here)
    {
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.InterruptAfterAsync(model, file, Part);
        return (model, file);
    }

    private static async Task EnsureFromZeroAsync(Workplace here, EdgeModel model, ServedFile file)
    {
        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().BeNull();
        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    private static void Change(string journal, string property, object? value)
    {
        var json = JsonNode.Parse(File.ReadAllText(journal))!.AsObject();
        json.Should().ContainKey(property);
        json[property] = JsonSerializer.SerializeToNode(value);
        File.WriteAllText(journal, json.ToJsonString());
    }
}
