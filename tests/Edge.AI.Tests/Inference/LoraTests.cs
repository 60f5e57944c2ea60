using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Inference;

public sealed class LoraTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LoraTests() => new RandomLlama().Write(Model);

    private string Model => Path.Combine(_folder.Path, "model.gguf");

    private string Adapter => Path.Combine(_folder.Path, "adapter.gguf");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_adapter_changes_the_answer_as_strongly_as_its_scale_says()
    {
        new RandomLora().Write(Adapter);

        var plain = await AnswerAsync();
        var unscaled = await AnswerAsync(new LoraWeights(Adapter, 0));
        var adapted = await AnswerAsync(new LoraWeights(Adapter, 1));

        unscaled.Should().Equal(plain);
        adapted.Should().NotEqual(plain);
    }

    [Fact]
    public async Task Two_adapters_apply_one_after_the_other()
    {
        var second = Path.Combine(_folder.Path, "second.gguf");
        new RandomLora().Write(Adapter);
        new RandomLora { Target = "blk.1.ffn_down.weight" }.Write(second);

        var both = await AnswerAsync(new(Adapter, 1), new(second, 1));

        both.Should().NotEqual(await AnswerAsync(new LoraWeights(Adapter, 1)));
        both.Should().NotEqual(await AnswerAsync(new LoraWeights(second, 1)));
    }

    [Fact]
    public async Task An_adapter_of_another_architecture_is_refused()
    {
        new RandomLora { Architecture = "qwen2" }.Write(Adapter);

        (await RefusalAsync()).Should().ContainAll("adapter.gguf", "qwen2", "llama");
    }

    [Theory]
    [InlineData("blk.7.ffn_down.weight", 128, 64, "does not have")]
    [InlineData("blk.0.ffn_down.weight", 64, 64, "128 × 64")]
    [InlineData("blk.0.ffn_down.weight", 128, 128, "128 × 64")]
    [InlineData("token_embd.weight", 64, 512, "64 × 512")]
    public async Task An_adapter_that_does_not_fit_the_model_is_refused(string target, int @in, int @out, string problem)
    {
        new RandomLora { Target = target, In = @in, Out = @out }.Write(Adapter);

        (await RefusalAsync()).Should().ContainAll(target, problem);
    }

    [Fact]
    public async Task A_number_of_the_wrong_type_is_refused_before_llama_cpp_would_end_the_process()
    {
        File.WriteAllBytes(Adapter, ToBytes(gguf => gguf.Metadata["adapter.lora.alpha"] = "four"));

        (await RefusalAsync()).Should().Contain("adapter.lora.alpha");
    }

    [Fact]
    public async Task Half_a_change_is_refused()
    {
        File.WriteAllBytes(Adapter, ToBytes(gguf => gguf.Tensors.RemoveAt(1)));

        (await RefusalAsync()).Should().Contain("has only one of the two tensors");
    }

    [Fact]
    public async Task A_model_is_no_adapter_and_an_adapter_no_model()
    {
        new RandomLlama().Write(Adapter);
        (await RefusalAsync()).Should().Contain("is not a LoRA adapter");

        new RandomLora().Write(Model);
        await FluentActions.Awaiting(() => LoadAsync()).Should().ThrowAsync<ModelValidationException>().WithMessage("*beside a model*");
    }

    private static byte[] ToBytes(Action<GgufDocument> change)
    {
        var document = GgufDocument.Read(new RandomLora().ToGguf().ToArray());
        change(document);
        return document.ToArray();
    }

    private async Task<string> RefusalAsync() =>
        (await FluentActions.Awaiting(() => LoadAsync(new LoraWeights(Adapter, 1))).Should().ThrowAsync<ModelValidationException>()).Which.Message;

    private async Task<List<int>> AnswerAsync(params LoraWeights[] adapters)
    {
        await using var model = await LoadAsync(adapters);
        var prompt = model.Vocabulary.Tokenize("Once upon", addSpecial: true, parseSpecial: false);
        List<int> tokens = [];
        await foreach (var token in model.Generate(Prompts.Greedy(prompt, maxTokens: 16)).ReadAsync(TestContext.Current.CancellationToken))
            tokens.Add(token);
        return tokens;
    }

    private Task<LoadedModel> LoadAsync(params LoraWeights[] adapters) =>
        LoadedModel.LoadAsync(Model, new() { ContextSize = 256, MaxConcurrency = 1, Threads = 1, Adapters = new(adapters) }, NullLoggerFactory.Instance);
}
