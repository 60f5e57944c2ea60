using Edge.AI.Provisioning.Tests.Catalog;
using Edge.AI.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Edge.AI.Provisioning.Tests.Pipeline;

public sealed class RegistrationTests
{
    [Fact]
    public async Task A_registered_provisioner_brings_a_model()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("edge-ai-tests-").FullName;
        var file = server.Serve("model.gguf", TinyModelBytes.Of(4096));
        await using var services = new ServiceCollection().AddEdgeModelProvisioning().Configure<ProvisioningOptions>(options => options.ModelDirectory = folder).BuildServiceProvider();

        var provisioned = await services.GetRequiredService<IModelProvisioner>().EnsureAsync(Workplace.ModelOf(file));

        (await File.ReadAllBytesAsync(provisioned.Path)).Should().Equal(file.Content);
        services.GetRequiredService<IModelStore>().List().Should().ContainSingle();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Options_come_from_the_configuration()
    {
        var options = OptionsOf(("EdgeAI:ModelDirectory", "here"), ("EdgeAI:Offline", "true"), ("EdgeAI:StallTimeout", "00:00:05"), ("EdgeAI:AccessTokens:models.example", "secret"));

        (options.ModelDirectory, options.Offline, options.StallTimeout).Should().Be(("here", true, TimeSpan.FromSeconds(5)));
        options.AccessTokens["MODELS.example"].Should().Be("secret");
    }

    [Fact]
    public void Retries_come_from_the_configuration()
    {
        var retry = OptionsOf(
            ("EdgeAI:Retry:MaxRetries", "5"), ("EdgeAI:Retry:MaxTotalRetries", "50"), ("EdgeAI:Retry:Delay", "00:00:02"), ("EdgeAI:Retry:MaxDelay", "00:01:00"), ("EdgeAI:Retry:Jitter", "0.5"),
            ("EdgeAI:Retry:RetriedCodes:0", "EDGE_DOWNLOAD_STALLED")).Retry;

        (retry.MaxRetries, retry.MaxTotalRetries, retry.Delay, retry.MaxDelay, retry.Jitter).Should().Be((5, 50, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1), 0.5));
        retry.RetriedCodes.Should().Equal("EDGE_DOWNLOAD_STALLED");
    }

    [Theory]
    [InlineData("EdgeAI:Retry:MaxRetries", "-1")]
    [InlineData("EdgeAI:Retry:RetriedCodes:0", "EDGE_DOWNLOAD_STALED")]
    [InlineData("EdgeAI:StallTimeout", "00:00:00.5")]
    [InlineData("EdgeAI:StallTimeout", "02:00:00")]
    [InlineData("EdgeAI:ModelDirectory", "")]
    public async Task Options_out_of_range_stop_the_host_at_its_start(string key, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new(key, value)]);
        builder.Services.AddEdgeModelProvisioning();
        using var host = builder.Build();

        await host.Invoking(it => it.StartAsync()).Should().ThrowAsync<OptionsValidationException>();
    }

    [Fact]
    public void Registering_twice_is_registering_once()
    {
        var services = new ServiceCollection().AddEdgeModelProvisioning();
        var count = services.Count;

        services.AddEdgeModelProvisioning().Should().HaveCount(count);
    }

    [Fact]
    public async Task A_provisioner_of_the_app_s_own_is_kept()
    {
        var own = ModelProvisionerStub.Instance;
        await using var services = new ServiceCollection().AddSingleton<IModelProvisioner>(own).AddEdgeModelProvisioning().BuildServiceProvider();

        services.GetRequiredService<IModelProvisioner>().Should().BeSameAs(own);
    }

    [Fact]
    public async Task The_queue_is_the_provisioner()
    {
        await using var services = new ServiceCollection().AddEdgeModelProvisioning().BuildServiceProvider();

        services.GetRequiredService<IDownloadQueue>().Should().BeSameAs(services.GetRequiredService<IModelProvisioner>());
    }

    [Fact]
    public async Task Options_that_code_sets_win_over_the_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("EdgeAI:ConnectionsPerFile", "2"), new("EdgeAI:MaxConcurrentDownloads", "3")]).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration)
            .AddEdgeModelProvisioning(options => options.ConnectionsPerFile = 4).BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<ProvisioningOptions>>().Value;

        (options.ConnectionsPerFile, options.MaxConcurrentDownloads).Should().Be((4, 3));
    }

    [Fact]
    public async Task Catalogues_join_the_built_in_one()
    {
        var own = TestModels.Catalog("own");
        await using var services = new ServiceCollection().AddEdgeModelCatalog(own).BuildServiceProvider();
        await using var clashing = new ServiceCollection().AddEdgeModelCatalog(own).AddEdgeModelCatalog(own).BuildServiceProvider();
        await using var replacing = new ServiceCollection().AddEdgeModelCatalog(own).AddEdgeModelCatalog(own, NameConflict.Replace).BuildServiceProvider();

        services.GetRequiredService<ModelCatalog>().Count.Should().Be(ModelCatalog.BuiltIn.Count + 1);
        clashing.Invoking(it => it.GetRequiredService<ModelCatalog>()).Should().Throw<ArgumentException>();
        replacing.GetRequiredService<ModelCatalog>().Get("own").Should().Be(own.Get("own"));
    }

    [Fact]
    public async Task Without_dependency_injection_a_model_is_downloaded_too()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("edge-ai-tests-");
        var file = server.Serve("model.gguf", TinyModelBytes.Of(4096));
        var options = new ProvisioningOptions { ModelDirectory = folder.FullName };
        using var provisioner = ModelProvisioner.Create(options);
        options.ModelDirectory = "elsewhere"; // The options were copied.

        var provisioned = await provisioner.EnsureAsync(Workplace.ModelOf(file));

        provisioned.Folder.Should().StartWith(folder.FullName);
        provisioner.Store.List().Should().ContainSingle();
        folder.Delete(recursive: true);
    }

    private static ProvisioningOptions OptionsOf(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddEdgeModelProvisioning().BuildServiceProvider();
        return services.GetRequiredService<IOptions<ProvisioningOptions>>().Value;
    }

    private sealed class ModelProvisionerStub : IModelProvisioner
    {
        public static ModelProvisionerStub Instance { get; } = new();

        public Task<ProvisionedModel> EnsureAsync(EdgeModel model, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ProvisioningStatus GetStatus(EdgeModel model) => throw new NotSupportedException();

        public IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
