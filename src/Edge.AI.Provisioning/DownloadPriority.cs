namespace Edge.AI;

/// <summary>Specifies the priority of a model among the downloads that wait for one of the <see cref="ProvisioningOptions.MaxConcurrentDownloads"/>.</summary>
public enum DownloadPriority
{
    /// <summary>After all others.</summary>
    Low = -1,

    /// <summary>In the order of arrival. The default.</summary>
    Normal = 0,

    /// <summary>Before all others.</summary>
    High = 1,
}
