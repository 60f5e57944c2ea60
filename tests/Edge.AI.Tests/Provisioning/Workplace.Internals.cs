using Edge.AI.Sources;
using Edge.AI.Store;

namespace Edge.AI.Provisioning.Tests;

/// <summary>What only internals can replace: the free bytes of a volume, working locks, the environment.</summary>
internal sealed partial class Workplace
{
    /// <summary>From now on on a volume with so many free bytes; null for one that does not say.</summary>
    public void Use(long? freeBytes) => Use(new DiskSpace(_ => freeBytes));

    public void Use(DiskSpace disk) => Provisioner = ModelProvisioner.Create(Options, NewClient, Clock, Log, disk: disk);

    /// <summary>From now on with connections of another kind.</summary>
    public void Use(SocketsHttpHandler handler)
    {
        var client = Configured(new(Server.Trusting(handler)));
        Provisioner = ModelProvisioner.Create(Options, () => client, Clock, Log);
    }

    /// <summary>A provisioner for a file system whose locks exclude no one.</summary>
    public IModelProvisioner NewProvisionerWithoutLocks(DiskSpace? disk = null) =>
        ModelProvisioner.Create(Options, NewClient, Clock, Log, disk: disk, tryLock: (_, _) => new CancellationTokenSource());

    private HttpClient NewClient() => Configured(new(Server.Trusting(DownloadHandler.Create())));

    private static HttpClient Configured(HttpClient client)
    {
        DownloadHandler.Configure(client);
        return client;
    }
}
