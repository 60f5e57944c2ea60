using Edge.AI.Cli.Output;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Edge.AI.Cli;

/// <summary>What a command works with: the library, and where its results go.</summary>
internal sealed class Session(Library library, Terminal terminal, Interrupts interrupts) : IAsyncDisposable
{
    private readonly ServiceProvider _services = library.Build();

    public Library Library => library;

    public Terminal Terminal => terminal;

    public Interrupts Interrupts => interrupts;

    public ModelCatalog Catalog => _services.GetRequiredService<ModelCatalog>();

    public IModelProvisioner Provisioner => _services.GetRequiredService<IModelProvisioner>();

    public IModelStore Store => _services.GetRequiredService<IModelStore>();

    public IRemoteFileReader Web => _services.GetRequiredService<IRemoteFileReader>();

    /// <summary>The options of downloads, with what the environment sets.</summary>
    public ProvisioningOptions Provisioning => _services.GetRequiredService<IOptions<ProvisioningOptions>>().Value;

    public IModelHub Hub => _services.GetRequiredService<IModelHub>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
