using Edge.AI.Cli.Manifests;
using Edge.AI.Cli.Output;
using Edge.AI.Provisioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Edge.AI.Cli;

/// <summary>What a command works with: the library, and where its results go.</summary>
internal sealed class Session(ServiceProvider services, Terminal terminal) : IAsyncDisposable
{
    public Terminal Terminal => terminal;

    public ModelCatalog Catalog => services.GetRequiredService<ModelCatalog>();

    public IModelProvisioner Provisioner => services.GetRequiredService<IModelProvisioner>();

    public IModelStore Store => services.GetRequiredService<IModelStore>();

    /// <summary>Files on web servers, asked as a download would.</summary>
    public RemoteFiles Web
    {
        get
        {
            var options = services.GetRequiredService<IOptions<ProvisioningOptions>>().Value;
            return new(new(() => services.GetRequiredService<IHttpClientFactory>().CreateClient(ModelProvisioning.HttpClientName), options), options);
        }
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
