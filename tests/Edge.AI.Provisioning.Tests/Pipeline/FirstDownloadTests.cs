using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Pipeline;

public sealed class FirstDownloadTests
{
    [Fact]
    public async Task A_model_becomes_a_file_with_the_bytes_of_the_source()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();

        var provisioned = await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        provisioned.Path.Should().Be(here.PathOf());
        (await File.ReadAllBytesAsync(provisioned.Path)).Should().Equal(file.Content);
    }

    [Fact]
    public async Task Over_https_as_well()
    {
        await using var here = await Workplace.CreateAsync(https: true);
        var file = here.Serve();

        var provisioned = await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        (await File.ReadAllBytesAsync(provisioned.Path)).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_body_without_a_length_is_accepted()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        file.Always = new() { Chunked = true };

        var provisioned = await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        (await File.ReadAllBytesAsync(provisioned.Path)).Should().Equal(file.Content);
    }

    [Fact]
    public async Task Nothing_but_the_file_and_its_receipt_stays_in_the_folder()
    {
        await using var here = await Workplace.CreateAsync();

        var provisioned = await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve()));

        Directory.GetFiles(provisioned.Folder).Select(Path.GetFileName).Should().BeEquivalentTo("model.gguf", ".receipt.json");
    }

    [Fact]
    public async Task The_next_start_asks_nobody()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        await here.Provisioner.EnsureAsync(model);

        here.Restart();
        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task The_next_start_reads_no_model_bytes()
    {
        await using var here = await Workplace.CreateAsync();
        var model = Workplace.ModelOf(here.Serve());
        await here.Provisioner.EnsureAsync(model);
        using var unreadable = new FileStream(here.PathOf(), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        here.Restart();
        var again = () => here.Provisioner.EnsureAsync(model);

        await again.Should().NotThrowAsync();
    }

    [Fact]
    public async Task A_file_that_was_changed_since_is_brought_anew()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        await here.Provisioner.EnsureAsync(model);
        await File.WriteAllBytesAsync(here.PathOf(), TinyModelBytes.Of(file.Content.Length, seed: 2));

        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_file_that_was_copied_into_the_folder_is_verified_instead_of_fetched()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        Directory.CreateDirectory(Path.GetDirectoryName(here.PathOf())!);
        await File.WriteAllBytesAsync(here.PathOf(), file.Content);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        here.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_new_version_in_the_manifest_replaces_the_old_file()
    {
        await using var here = await Workplace.CreateAsync();
        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve(seed: 1)));
        var newer = here.Serve(seed: 2);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(newer));

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(newer.Content);
    }

    [Fact]
    public async Task A_model_of_several_files_appears_only_when_all_are_verified()
    {
        await using var here = await Workplace.CreateAsync();
        var (first, second) = (here.Serve("a.gguf"), here.Serve("b.gguf", seed: 2));
        var gate = new Gate();
        second.Then(new ServedReply { WaitsAfter = 1000, Gate = gate });
        var model = Workplace.ModelOf(first, second);

        var run = here.Provisioner.EnsureAsync(model);
        await gate.Reached;
        var (early, listed) = (File.Exists(here.PathOf("a.gguf")), here.Store.List().Count);
        gate.Open();
        var provisioned = await run;

        (early, listed).Should().Be((false, 0));
        provisioned.Files.Should().Equal(here.PathOf("a.gguf"), here.PathOf("b.gguf"));
        provisioned.Files.Should().OnlyContain(path => File.Exists(path));
    }

    [Fact]
    public async Task A_model_whose_second_file_is_wrong_does_not_appear()
    {
        await using var here = await Workplace.CreateAsync();
        var (first, second) = (here.Serve("a.gguf"), here.Serve("b.gguf", seed: 2));
        var model = Workplace.ModelOf(first, second);
        second.Content = TinyModelBytes.Of(second.Content.Length, seed: 3);

        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelChecksumException>();

        File.Exists(here.PathOf("a.gguf")).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_complete_of_several_files_is_not_fetched_again()
    {
        await using var here = await Workplace.CreateAsync();
        var (first, second) = (here.Serve("a.gguf"), here.Serve("b.gguf", seed: 2));
        var model = Workplace.ModelOf(first, second);
        second.Then(ServedReply.Status(404));
        await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelDownloadException>();

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests.Select(request => request.Path).Should().Equal("a.gguf", "b.gguf", "b.gguf");
    }
}
