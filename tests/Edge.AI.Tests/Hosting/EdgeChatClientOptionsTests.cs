using Edge.AI.Inference;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Edge.AI.Tests.Hosting;

public sealed class EdgeChatClientOptionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_option_comes_from_configuration()
    {
        using var host = Build(
            ("ContextSize", "1024"), ("MaxConcurrency", "3"), ("MaxQueueLength", "5"), ("BatchSize", "256"), ("Threads", "2"), ("BatchThreads", "4"),
            ("GpuLayers", "0"), ("MainGpu", "1"), ("FlashAttention", "on"), ("KvCacheType", "q8_0"), ("UseMemoryMapping", "false"), ("LockMemory", "true"),
            ("LoraAdapters:0:Path", "one.gguf"), ("LoraAdapters:1:Path", "two.gguf"), ("LoraAdapters:1:Scale", "0.5"), ("IdleTimeout", "00:10:00"),
            ("ContextOverflow", "DropOldestTurns"), ("ChatTemplate", "{{ messages }}"), ("RuntimeDirectory", "/runtime"));

        var options = host.Services.GetRequiredService<IOptionsMonitor<EdgeChatClientOptions>>().Get("phi-3");

        options.Should().BeEquivalentTo(new
        {
            ContextSize = 1024,
            MaxConcurrency = 3,
            MaxQueueLength = 5,
            BatchSize = 256,
            Threads = 2,
            BatchThreads = 4,
            GpuLayers = 0,
            MainGpu = 1,
            FlashAttention = FlashAttentionMode.On,
            KvCacheType = KvCacheType.Q8_0,
            UseMemoryMapping = false,
            LockMemory = true,
            LoraAdapters = new[] { new { Path = "one.gguf", Scale = 1f }, new { Path = "two.gguf", Scale = 0.5f } },
            IdleTimeout = TimeSpan.FromMinutes(10),
            ContextOverflow = ContextOverflow.DropOldestTurns,
            ChatTemplate = "{{ messages }}",
            RuntimeDirectory = "/runtime",
        });
    }

    [Theory]
    [InlineData("ContextSize", "15")]
    [InlineData("ContextSize", "16777217")]
    [InlineData("MaxConcurrency", "0")]
    [InlineData("MaxConcurrency", "257")]
    [InlineData("MaxQueueLength", "-1")]
    [InlineData("BatchSize", "31")]
    [InlineData("BatchSize", "16385")]
    [InlineData("Threads", "0")]
    [InlineData("BatchThreads", "1025")]
    [InlineData("GpuLayers", "-1")]
    [InlineData("MainGpu", "16")]
    [InlineData("FlashAttention", "7")]
    [InlineData("KvCacheType", "9")]
    [InlineData("ContextOverflow", "2")]
    [InlineData("IdleTimeout", "00:00:00.5")]
    [InlineData("IdleTimeout", "-00:01:00")]
    [InlineData("QueueTimeout", "00:00:00")]
    [InlineData("QueueTimeout", "25.00:00:00")]
    [InlineData("LoraAdapters:0:Scale", "101")]
    [InlineData("LoraAdapters:0:Path", "")]
    public async Task An_option_out_of_range_ends_the_start_of_the_host_and_its_key_is_named(string key, string value)
    {
        using var host = Build((key, value));

        var error = (await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<OptionsValidationException>()).Which;

        error.Message.Should().Contain($"EdgeAI:Clients:phi-3:{key}:");
    }

    [Theory]
    [InlineData("q8_0")]
    [InlineData("q4_0")]
    public async Task A_quantized_cache_without_flash_attention_is_an_error_that_names_both(string type)
    {
        using var host = Build(("KvCacheType", type), ("FlashAttention", "off"));

        (await FluentActions.Awaiting(() => host.StartAsync(Cancellation)).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should().ContainAll("EdgeAI:Clients:phi-3:KvCacheType", "FlashAttention");
    }

    [Fact]
    public void A_quantized_cache_switches_flash_attention_on() =>
        new EdgeChatClientOptions { KvCacheType = KvCacheType.Q4_0 }.ToInferenceOptions().FlashAttention.Should().Be(FlashAttentionMode.On);

    [Fact]
    public void A_client_without_a_container_checks_the_same()
    {
        var creating = () => EdgeChatClient.Create(EdgeModels.EdgeTiny, new() { KvCacheType = KvCacheType.Q8_0, FlashAttention = FlashAttentionMode.Off });

        creating.Should().Throw<EdgeOptionException>().Which.Message.Should().ContainAll("KvCacheType", "FlashAttention");
    }

    [Fact]
    public void Options_with_equal_adapters_are_equal()
    {
        InferenceOptions With(params LoraWeights[] adapters) => new() { Adapters = new(adapters) };

        With(new("a", 1), new LoraWeights("b", 2)).Should().Be(With(new("a", 1), new LoraWeights("b", 2)));
        With(new("a", 1), new LoraWeights("b", 2)).GetHashCode().Should().Be(With(new("a", 1), new LoraWeights("b", 2)).GetHashCode());
        With(new("a", 1), new LoraWeights("b", 2)).Should().NotBe(With(new("b", 2), new LoraWeights("a", 1)));
        With().Should().Be(new InferenceOptions());
    }

    [Theory]
    [InlineData(null, null, EdgeRuntime.Auto)]
    [InlineData("LLamaSharp", null, EdgeRuntime.LLamaSharp)]
    [InlineData("LLamaSharp", "EdgeAI", EdgeRuntime.EdgeAI)]
    public void The_runtime_is_bound_for_all_clients_and_a_client_can_say_otherwise(string? all, string? client, EdgeRuntime expected)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["EdgeAI:Runtime"] = all;
        builder.Configuration["EdgeAI:Clients:phi-3:Runtime"] = client;
        builder.Services.AddEdgeChatClient("phi-3");
        using var host = builder.Build();

        host.Services.GetRequiredService<IOptionsMonitor<EdgeChatClientOptions>>().Get("phi-3").Runtime.Should().Be(expected);
    }

    private static IHost Build(params (string Key, string Value)[] configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create($"EdgeAI:Clients:phi-3:{pair.Key}", (string?)pair.Value)));
        builder.Services.AddEdgeChatClient("phi-3");
        return builder.Build();
    }
}
