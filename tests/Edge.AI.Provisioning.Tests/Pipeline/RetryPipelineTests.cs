using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Edge.AI.Testing;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Registry;

namespace Edge.AI.Provisioning.Tests.Pipeline;

/// <summary>The resilience pipeline of downloads in the container, and its options.</summary>
public sealed class RetryPipelineTests
{
    [Fact]
    public async Task Retries_are_measured_and_logged_by_Polly()
    {
        await using var here = await Workplace.CreateAsync();
        var name = $"{Guid.NewGuid():N}.gguf";
        ConcurrentBag<Dictionary<string, object?>> events = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument is { Meter.Name: "Polly", Name: "resilience.polly.strategy.events" })
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, _, tags, _) => events.Add(tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value)));
        listener.Start();

        await here.Provisioner.EnsureAsync(Workplace.ModelOf(here.Serve(name, length: 4096).Then(ServedReply.Status(503))));

        events.Where(tags => Equals(tags.GetValueOrDefault("operation.key"), name) && Equals(tags["event.name"], "OnRetry"))
            .Should().ContainSingle().Which["pipeline.name"].Should().Be(ProvisioningOptions.ResiliencePipelineName);
        here.Log.Text.Should().Contain("OnRetry").And.Contain(ProvisioningOptions.ResiliencePipelineName);
    }

    [Fact]
    public async Task An_app_replaces_the_pipeline_by_its_name()
    {
        await using var here = await Workplace.CreateAsync();
        here.Http = client => client.Services.AddResiliencePipeline(ProvisioningOptions.ResiliencePipelineName, _ => { });
        here.Restart();

        (await RequestsOfAsync(here, status: 503)).Should().Be(1);
    }

    [Fact]
    public async Task An_app_extends_the_pipeline_by_its_name()
    {
        await using var here = await Workplace.CreateAsync();
        var seen = 0;
        here.Options.Retry.MaxRetries = 1;
        here.Http = client => client.Services.AddResiliencePipeline(ProvisioningOptions.ResiliencePipelineName, pipeline => Clocked(pipeline, here)
            .AddModelDownloadRetry()
            .AddRetry(new() { MaxRetryAttempts = 1, ShouldHandle = _ => { seen++; return PredicateResult.False(); } }));
        here.Restart();

        (await RequestsOfAsync(here, status: 503), seen).Should().Be((2, 2));
    }

    [Fact]
    public async Task The_pipeline_is_a_service_of_the_container_and_retries_nothing_but_downloads()
    {
        await using var services = new ServiceCollection().AddEdgeModelProvisioning().BuildServiceProvider();
        var pipeline = services.GetRequiredKeyedService<ResiliencePipeline>(ProvisioningOptions.ResiliencePipelineName);
        var runs = 0;

        FluentActions.Invoking(() => pipeline.Execute(() => { runs++; throw new TimeoutException(); })).Should().Throw<TimeoutException>();

        runs.Should().Be(1);
        services.GetRequiredService<ResiliencePipelineProvider<string>>().GetPipeline(ProvisioningOptions.ResiliencePipelineName).Should().BeSameAs(pipeline);
    }

    [Fact]
    public async Task Attempts_and_delays_are_options()
    {
        await using var here = await Workplace.CreateAsync();
        (here.Options.Retry.MaxRetries, here.Options.Retry.Delay, here.Options.Retry.MaxDelay, here.Options.Retry.Jitter) = (4, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9), 0);
        here.Restart();

        (await RequestsOfAsync(here, status: 503)).Should().Be(5);
        here.Clock.Skipped.Select(wait => wait.TotalSeconds).Should().Equal(3, 6, 9, 9);
    }

    [Theory]
    [InlineData(EdgeErrorCodes.DownloadStalled, 503, 1)]
    [InlineData(EdgeErrorCodes.DownloadRejected, 404, 4)]
    public async Task What_is_retried_is_an_option(string code, int status, int requests)
    {
        await using var here = await Workplace.CreateAsync();
        here.Options.Retry.RetriedCodes.Add(code);
        here.Restart();

        (await RequestsOfAsync(here, status)).Should().Be(requests);
    }

    [Fact]
    public async Task Without_a_container_the_defaults_are_the_same()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve(length: 4096);
        file.Always = ServedReply.Status(503);
        using var provisioner = ModelProvisioner.Create(new() { ModelDirectory = here.Options.ModelDirectory, Retry = { Delay = TimeSpan.Zero } });

        await provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>();

        here.Server.Requests.Should().HaveCount(4);
        new DownloadRetryOptions().Should().BeEquivalentTo(new { MaxRetries = 3, MaxTotalRetries = 100, Delay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(30), Jitter = 0.25 });
    }

    private static ResiliencePipelineBuilder Clocked(ResiliencePipelineBuilder pipeline, Workplace here)
    {
        pipeline.TimeProvider = here.Clock;
        return pipeline;
    }

    private static async Task<int> RequestsOfAsync(Workplace here, int status)
    {
        var file = here.Serve(length: 4096);
        file.Always = ServedReply.Status(status);
        await here.Provisioner.Invoking(it => it.EnsureAsync(Workplace.ModelOf(file))).Should().ThrowAsync<ModelDownloadException>();
        return here.Server.Requests.Count;
    }
}
