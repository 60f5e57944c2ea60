using Edge.AI.Cli.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Cli;

/// <summary>What a command works with: the library, and where its results go.</summary>
internal sealed class Session(ServiceProvider services, Terminal terminal) : IAsyncDisposable
{
    public Terminal Terminal => terminal;

    public ModelCatalog Catalog => services.GetRequiredService<ModelCatalog>();

    public IModelProvisioner Provisioner => services.GetRequiredService<IModelProvisioner>();

    public IModelStore Store => services.GetRequiredService<IModelStore>();

    public IRemoteFileReader Web => services.GetRequiredService<IRemoteFileReader>();

    public IModelHub Hub => services.GetRequiredService<IModelHub>();

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
