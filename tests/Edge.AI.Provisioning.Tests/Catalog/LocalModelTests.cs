using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Provisioning.Tests.Catalog;

/// <summary>Models whose files are on the machine already, without a manifest.</summary>
public sealed class LocalModelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-ai-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("My-Model-Q4_K_M.gguf", "my-model")]
    [InlineData("Phi 3 (mini)#1?.GGUF", "phi-3-mini-1")]
    [InlineData(".hidden%20.gguf", "hidden-20")]
    [InlineData("con.gguf", "model")]
    [InlineData("模型.gguf", "model")]
    public void The_id_comes_from_the_file_s_name(string name, string id)
    {
        var model = EdgeModel.FromFile(Write(name));

        (model.Id, model.LocalPath, model.Files.Single().Name).Should().Be((id, Path.Combine(_folder.FullName, name), name));
    }

    [Fact]
    public void Context_and_capabilities_come_from_the_header()
    {
        var model = EdgeModel.FromFile(Write("a.gguf", new() { ContextLength = 777 }));

        (model.DisplayName, model.ContextLength, model.Capabilities).Should().Be(("random llama", 777, ModelCapabilities.Chat));
        model.Size.Should().Be(new FileInfo(model.LocalPath!).Length);
    }

    [Theory]
    [InlineData("{{ tools }}", ModelCapabilities.Chat | ModelCapabilities.Tools)]
    [InlineData("<think>{{ tools }}", ModelCapabilities.Chat | ModelCapabilities.Tools | ModelCapabilities.Reasoning)]
    [InlineData(null, ModelCapabilities.None)]
    public void The_chat_template_tells_the_capabilities(string? template, ModelCapabilities capabilities) =>
        EdgeModel.FromFile(Write("a.gguf", new() { ChatTemplate = template })).Capabilities.Should().Be(capabilities);

    [Fact]
    public void Two_descriptions_of_a_file_are_equal()
    {
        var path = Write("a.gguf");

        EdgeModel.FromFile(path).Should().Be(EdgeModel.FromFile(path));
        (EdgeModel.FromFile(path) with { Id = "other" }).LocalPath.Should().Be(path);
    }

    [Fact]
    public async Task It_is_provisioned_at_once_where_it_is()
    {
        await using var here = await Workplace.CreateAsync();
        var model = EdgeModel.FromFile(Write("my model #1.gguf"));
        var reports = new List<ProvisioningProgress>();
        here.Options.Offline = true;
        here.Restart();

        var provisioned = await here.Provisioner.EnsureAsync(model, new Listener(reports));
        await here.Provisioner.EnsureAsync(model);

        (provisioned.Path, provisioned.Folder, provisioned.HasChanged()).Should().Be((model.LocalPath!, _folder.FullName, false));
        reports.Should().OnlyContain(report => report.State == ProvisioningState.Completed).And.NotBeEmpty();
        here.Provisioner.GetStatus(model).Should().BeEquivalentTo(new { Progress = new { State = ProvisioningState.Completed, Fraction = 1.0 } });
        (await here.Provisioner.WatchAsync(model).LastAsync()).State.Should().Be(ProvisioningState.Completed);
        Directory.Exists(here.Options.ModelDirectory).Should().BeFalse();
    }

    [Fact]
    public async Task That_nothing_proves_its_content_is_logged_once()
    {
        await using var here = await Workplace.CreateAsync();
        var model = EdgeModel.FromFile(Write("a.gguf"));

        await here.Provisioner.EnsureAsync(model);
        await here.Provisioner.EnsureAsync(model);

        here.Log.Lines.Should().ContainSingle(line => line.Id.Id == 1007).Which.Text.Should().Contain(model.LocalPath).And.Contain("nothing proves");
    }

    [Fact]
    public async Task The_store_finds_it_and_leaves_it_alone()
    {
        await using var here = await Workplace.CreateAsync();
        var model = EdgeModel.FromFile(Write("a.gguf"));

        (await here.Store.FindAsync(model))!.Path.Should().Be(model.LocalPath);
        using (await here.Store.LeaseAsync(model))
            (await here.Store.RemoveAsync(model.Id)).Should().Be(0);

        here.Store.List().Should().BeEmpty();
        await here.Store.Invoking(it => it.SealAsync(model)).Should().ThrowAsync<ModelStorageException>();
        File.Exists(model.LocalPath).Should().BeTrue();
        Directory.Exists(here.Options.ModelDirectory).Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_gone_or_has_another_length_is_named(bool exists)
    {
        await using var here = await Workplace.CreateAsync();
        var model = EdgeModel.FromFile(Write("a.gguf"));
        if (exists)
            await File.AppendAllTextAsync(model.LocalPath!, "more");
        else
            File.Delete(model.LocalPath!);

        var error = (await here.Provisioner.Invoking(it => it.EnsureAsync(model)).Should().ThrowAsync<ModelStorageException>()).Which;

        error.Path.Should().Be(model.LocalPath);
        error.Hint.Should().Contain("FromFile");
        (await here.Store.FindAsync(model)).Should().BeNull();
        here.Provisioner.GetStatus(model).Progress.State.Should().Be(ProvisioningState.Pending);
    }

    [Fact]
    public void A_bad_file_is_a_validation_error()
    {
        var (text, tiny) = (Path.Combine(_folder.FullName, "page.gguf"), Path.Combine(_folder.FullName, "part.gguf"));
        File.WriteAllText(text, "<html>");
        File.WriteAllBytes(tiny, TinyModelBytes.Of(4096)); // Valid, but without a context length.

        foreach (var path in (string[])[text, tiny])
            FluentActions.Invoking(() => EdgeModel.FromFile(path)).Should().Throw<ModelValidationException>().Which.Message.Should().Contain(Path.GetFileName(path));
        FluentActions.Invoking(() => EdgeModel.FromFile(Path.Combine(_folder.FullName, "absent.gguf"))).Should().Throw<ModelStorageException>();
    }

    [Theory]
    [InlineData("big-00001-of-00002.gguf", 0, null)]
    [InlineData("big-00002-of-00002.gguf", 1, "part 2 of 2")]
    [InlineData("big.gguf", 0, "its name does not end in")]
    [InlineData("other-00001-of-00002.gguf", 0, "'other-00002-of-00002.gguf' is not beside it")]
    public void A_split_model_is_named_by_its_first_part(string name, int number, string? problem)
    {
        foreach (var part in (string[])["big-00001-of-00002.gguf", "big-00002-of-00002.gguf", name])
            new RandomLlama().ToGguf().Add("split.count", 2).Add("split.no", part == name ? number : 0).Write(Path.Combine(_folder.FullName, part));

        var describe = () => EdgeModel.FromFile(Path.Combine(_folder.FullName, name));

        if (problem is null)
            describe().Files.Select(file => file.Name).Should().Equal("big-00001-of-00002.gguf", "big-00002-of-00002.gguf");
        else
            describe.Should().Throw<ModelValidationException>().WithMessage($"*{problem}*");
    }

    private string Write(string name, RandomLlama? llama = null)
    {
        var path = Path.Combine(_folder.FullName, name);
        (llama ?? new()).Write(path);
        return path;
    }

    private sealed class Listener(List<ProvisioningProgress> reports) : IProgress<ProvisioningProgress>
    {
        public void Report(ProvisioningProgress value) => reports.Add(value);
    }
}
