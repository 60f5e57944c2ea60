using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Store;

/// <summary>Links that a user puts in place of a model, to a copy that lies elsewhere.</summary>
public sealed class LinkedModelTests
{
    public LinkedModelTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_link_to_the_right_bytes_is_the_model(int links)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        var blob = Path.Combine(Directory.CreateDirectory(here.FolderOf()).Parent!.FullName, "blob");
        await File.WriteAllBytesAsync(blob, file.Content);
        for (var link = links; link > 0; link--)
            File.CreateSymbolicLink(link == 1 ? here.PathOf() : $"{blob}-{link}", (link == 1 ? "../" : "") + (link == links ? "blob" : $"blob-{link + 1}"));

        var provisioned = await here.Provisioner.EnsureAsync(model);

        provisioned.Path.Should().Be(here.PathOf());
        here.Server.Requests.Should().BeEmpty();
        new FileInfo(here.PathOf()).LinkTarget.Should().NotBeNull();
        here.Provisioner.GetStatus(model).Progress.State.Should().Be(ProvisioningState.Completed);
    }

    [Fact]
    public async Task When_the_file_behind_the_link_changes_the_model_is_fetched_and_the_file_left_alone()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        var model = Workplace.ModelOf(file);
        var blob = Path.Combine(Directory.CreateDirectory(here.FolderOf()).Parent!.FullName, "blob");
        await File.WriteAllBytesAsync(blob, file.Content);
        File.CreateSymbolicLink(here.PathOf(), blob);
        await here.Provisioner.EnsureAsync(model);
        var other = TinyModelBytes.Of(file.Content.Length, seed: 2);
        await File.WriteAllBytesAsync(blob, other);

        await here.Provisioner.EnsureAsync(model);

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
        (await File.ReadAllBytesAsync(blob)).Should().Equal(other);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("model.gguf")]
    public async Task A_link_that_leads_nowhere_is_replaced(string target)
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        Directory.CreateDirectory(here.FolderOf());
        File.CreateSymbolicLink(here.PathOf(), target);

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        (await File.ReadAllBytesAsync(here.PathOf())).Should().Equal(file.Content);
    }
}
