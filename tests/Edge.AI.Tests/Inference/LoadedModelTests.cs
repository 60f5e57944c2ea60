using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

public sealed class LoadedModelTests
{
    [Fact]
    public async Task A_context_longer_than_the_model_was_trained_for_is_refused()
    {
        var loading = () => LoadedModel.LoadAsync(Support.TinyModel.Path, new() { ContextSize = 4096 }, NullLoggerFactory.Instance);

        (await loading.Should().ThrowAsync<EdgeOptionException>()).Which.Message.Should().ContainAll("4096", "1024");
    }

    [Fact]
    public async Task Loading_ends_when_its_token_is_cancelled()
    {
        var loading = () => LoadedModel.LoadAsync(Support.TinyModel.Path, new(), NullLoggerFactory.Instance, new CancellationToken(canceled: true));

        await loading.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_missing_file_is_an_error_that_names_it()
    {
        var loading = () => LoadedModel.LoadAsync("/no/such/model.gguf", new(), NullLoggerFactory.Instance);

        (await loading.Should().ThrowAsync<ModelStorageException>()).Which.Path.Should().Be("/no/such/model.gguf");
    }

    [Fact]
    public async Task A_runtime_that_cannot_be_used_is_reported_after_an_error_of_the_file()
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        using var folder = new TemporaryFolder();
        var damaged = Path.Combine(folder.Path, "damaged.gguf");
        await File.WriteAllTextAsync(damaged, "no model", TestContext.Current.CancellationToken);

        await LoadingWithAnotherRuntime(damaged).Should().ThrowAsync<ModelValidationException>();
        await LoadingWithAnotherRuntime(Support.TinyModel.Path).Should().ThrowAsync<NativeRuntimeException>();

        Func<Task> LoadingWithAnotherRuntime(string path) => () => LoadedModel.LoadAsync(path, new() { RuntimeDirectory = folder.Path }, NullLoggerFactory.Instance);
    }
}
