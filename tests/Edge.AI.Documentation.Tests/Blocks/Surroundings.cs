// An example that is not a whole program stands between 'async Task<object?> Example() {' and '}' of this class.
// It may use what is declared here. The namespaces are those that the pages name for all of their examples.
using Edge.AI;
using Edge.AI.AspNetCore;
using Edge.AI.Gguf;
using Microsoft.Agents.AI;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using ModelContextProtocol.Client;
using OpenAI;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using System.ClientModel;
using System.ComponentModel;
using System.Numerics.Tensors;
using System.Text.Json;

#nullable enable
#pragma warning disable CS0649, CS0169, CS8618

internal sealed class Surroundings
{
    private string[] args;
    private WebApplicationBuilder builder;
    private WebApplication app;
    private IServiceCollection services;
    private IKernelBuilder kernelBuilder;
    private IChatClient chat;
    private EdgeChatClient client;
    private IEmbeddingGenerator<string, Embedding<float>> generator;
    private EdgeModel model;
    private IModelProvisioner provisioner;
    private IDownloadQueue queue;
    private IModelStore store;
    private List<ChatMessage> messages;
    private List<string> texts, pages;
    private string question, key;
    private Uri endpoint;
    private AITool weather;
    private CancellationToken cancellationToken;

    private static IChatClient CreateCloudClient(IServiceProvider services) => throw new NotSupportedException();

    private async Task<object?> Example()
    {
        await Task.CompletedTask;
        /* example */
        return null;
    }
}

internal static class AcmeModels
{
    public static ModelCatalog Catalog => ModelCatalog.BuiltIn;

    public static EdgeModel AcmeBot => EdgeModels.EdgeTiny;
}

internal sealed record Person(string Name, int Age, string City);
