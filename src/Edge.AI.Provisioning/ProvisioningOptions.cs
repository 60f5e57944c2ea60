using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Edge.AI.Pipeline;
using Edge.AI.Sources;

namespace Edge.AI;

/// <summary>How models come onto the disk. Bound from the configuration section <c>EdgeAI</c> and validated when the host starts.</summary>
public sealed class ProvisioningOptions
{
    internal const long LowestBandwidthLimit = 1024;

    private const long NoLimit = long.MinValue;

    private long _bandwidthLimit = NoLimit; // One word, so that it may change while others read it.

    /// <summary>The configuration section.</summary>
    public const string SectionName = "EdgeAI";

    /// <summary>
    /// The model folder; a relative path is taken from the current directory.
    /// Default: the environment variable <c>EDGE_AI_HOME</c>, else <c>Edge.AI/models</c> in the user's local application data.
    /// </summary>
    [StringLength(4096, MinimumLength = 1)]
    public string? ModelDirectory { get; set; }

    /// <summary>What the variables of Hugging Face say beyond these options.</summary>
    internal HubVariables Hub { get; set; } = new();

    /// <summary>Never touch the network: what is on disk or ships with the app is used, everything else is an error. Default: false, unless the environment variable <c>HF_HUB_OFFLINE</c> is on.</summary>
    public bool Offline { get; set; }

    /// <summary>
    /// Use files that have no digest in the catalogue (<see cref="ModelFile.Digest"/> is null): only their size and their GGUF header are checked,
    /// so whoever controls the server chooses what llama.cpp reads. Default: false, such files are refused before a byte is fetched.
    /// </summary>
    public bool AllowUnverifiedFiles { get; set; }

    /// <summary>How long no byte may arrive before the connection is given up and tried anew. Default: 30 seconds; 1 second to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The generated validator compares time spans without a type converter.")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Bytes per second, on average over <see cref="StallTimeout"/>, below which a connection is given up like a silent one; 0 to give up silent ones only.
    /// Default: 1024; from 0 on.
    /// </summary>
    [Range(0, (double)long.MaxValue)]
    public long StallSpeed { get; set; } = 1024;

    /// <summary>
    /// Connections over which one file is fetched, where the server can prove that all parts are of the same version (ranges and a strong validator);
    /// elsewhere it is one. More help where a server or a proxy limits each connection. Default: 1; 1 to 8.
    /// </summary>
    [Range(1, 8)]
    public int ConnectionsPerFile { get; set; } = 1;

    /// <summary>Files that are fetched at once; further ones wait by <see cref="IModelProvisioner.SetPriority"/> and in the order of arrival. Default: 2; 1 to 16.</summary>
    [Range(1, 16)]
    public int MaxConcurrentDownloads { get; set; } = 2;

    /// <summary>
    /// Bytes per second that all downloads together may take; null for no limit. Default: null; from 1024 on.
    /// May be changed while downloads run, on the instance that <c>IOptions&lt;ProvisioningOptions&gt;</c> gives, and holds within a second.
    /// </summary>
    [Range(LowestBandwidthLimit, (double)long.MaxValue)]
    public long? BandwidthLimit
    {
        get => Interlocked.Read(ref _bandwidthLimit) is not NoLimit and var limit ? limit : null;
        set => Interlocked.Exchange(ref _bandwidthLimit, value ?? NoLimit);
    }

    /// <summary>
    /// The proxy for every download, for example <c>http://user:password@proxy.local:8080</c>: http, https, socks4, socks4a, socks5 or socks5h (the same as socks5). Default: the one of the environment
    /// (<c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c>, <c>NO_PROXY</c>) or of the system's settings.
    /// </summary>
    [AddressOf("http", "https", "socks4", "socks4a", "socks5", "socks5h")]
    public Uri? Proxy { get; set; }

    /// <summary>
    /// Where files of <c>https://huggingface.co</c> are fetched from instead: the address of a mirror of the hub, https (http on this machine only).
    /// Default: the environment variable <c>HF_ENDPOINT</c>, else the hub itself. A variable that is not such an address is an error when a file of the hub is fetched.
    /// </summary>
    [AddressOf("https", "http", LoopbackOnly = "http")]
    public Uri? HuggingFaceEndpoint { get; set; }

    /// <summary>
    /// Bearer tokens by host name, for example <c>huggingface.co</c>; with a port (<c>models.local:8443</c>) for that port only.
    /// Default: the environment variable <c>HF_TOKEN</c> for <c>huggingface.co</c> and <see cref="HuggingFaceEndpoint"/>, else none.
    /// Each is sent to its own host only, never along a redirect to another one, and never over http except on loopback. A token consists of visible ASCII characters;
    /// an empty one keeps <c>HF_TOKEN</c> from its host.
    /// </summary>
    [Required]
    [SendableTokens]
    public IDictionary<string, string> Tokens { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
