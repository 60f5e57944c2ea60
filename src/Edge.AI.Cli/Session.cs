using Edge.AI.Cli.Manifests;
using Edge.AI.Cli.Output;
using Edge.AI.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Edge.AI.Cli;

/// <summary>What a command works with: the library, and where its results go.</summary>
internal sealed class Session(ServiceProvider services, Terminal terminal) : IAsyncDisposable
{
    public Terminal Terminal => terminal;

    public ModelCatalog Catalog => services.GetRequiredService<ModelCatalog>();

    public IModelProvisioner Provisioner => services.GetRequiredService<IModelProvisioner>();

    /// <summary>The model, if it is on disk: read and compared where no receipt vouches for it, and never fetched.</summary>
    public Task<ProvisionedModel?> FindAsync(EdgeModel model, CancellationToken cancellationToken) => ((ModelProvisioner)Provisioner).FindAsync(model, cancellationToken);

    /// <summary>Seals a model that is on disk.</summary>
    public void Seal(EdgeModel model) => ModelSeal.Seal(StoreLayout.Of(Options).PlaceOf(model));

    public IModelStore Store => services.GetRequiredService<IModelStore>();

    /// <summary>Files on web servers, asked as a download would.</summary>
    public RemoteFiles Web
    {
        get
        {
            var options = Options;
            return new(new(() => services.GetRequiredService<IHttpClientFactory>().CreateClient(ModelProvisioning.HttpClientName), options), options);
        }
    }

    private ProvisioningOptions Options => services.GetRequiredService<IOptions<ProvisioningOptions>>().Value;

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
