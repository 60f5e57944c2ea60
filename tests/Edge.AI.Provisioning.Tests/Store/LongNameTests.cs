using System.Text;
using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Store;

/// <summary>Names as long as the rules allow.</summary>
public sealed class LongNameTests
{
    private const int Part = 300_000;

    public static TheoryData<string> Names => [new string('x', 226), new string('x', 240), new string('ä', 120), string.Concat(Enumerable.Repeat("😀", 60))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_file_whose_name_passes_the_rules_can_be_pulled_and_resumed(string name)
    {
        await using var here = await Workplace.CreateAsync();
        var (file, model) = Served(here, name);
        await here.InterruptAfterAsync(model, file, Part);

        await here.Provisioner.EnsureAsync(model);

        here.Server.Requests[^1].Range.Should().Be($"bytes={Part}-");
        (await File.ReadAllBytesAsync(here.PathOf(name))).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_model_of_very_many_files_with_long_names_is_found_again()
    {
        await using var here = await Workplace.CreateAsync();
        var content = TinyModelBytes.Of(256);
        var served = here.Server.Serve("one", content);
        var model = Workplace.ModelOf(Enumerable.Range(1000, 400).Select(number => Workplace.FileOf($"{new string('ä', 110)}{number}", served.Uri, content)));
        Directory.CreateDirectory(here.FolderOf());
        foreach (var file in model.Files)
            await File.WriteAllBytesAsync(here.PathOf(file.Name), content);

        await here.Provisioner.EnsureAsync(model);

        here.Provisioner.GetStatus(model).Progress.State.Should().Be(ProvisioningState.Completed);
    }

    private static (ServedFile File, EdgeModel Model) Served(Workplace here, string name)
    {
        Encoding.UTF8.GetByteCount(name).Should().BeInRange(226, 240);
        var file = here.Serve();
        return (file, Workplace.ModelOf(Workplace.FileOf(name, file.Uri, file.Content)));
    }
}
