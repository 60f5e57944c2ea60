using Edge.AI.Common;
using Edge.AI.Settings;

namespace Edge.AI;

/// <summary>Options for bringing models onto the disk. Bound from the configuration section <c>EdgeAI</c>, and validated when the host starts.</summary>
public sealed class ProvisioningOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "EdgeAI";

    /// <summary>The name of the HTTP client of <c>IHttpClientFactory</c> that downloads use. Configure it to add or replace handlers.</summary>
    public const string HttpClientName = "Edge.AI";

    /// <summary>The name of the resilience pipeline in which downloads run. Register a pipeline with this name to replace the default one.</summary>
    public const string ResiliencePipelineName = "Edge.AI.Downloads";

    internal const long LowestMaxBytesPerSecond = 1024;

    private const long NoLimit = long.MinValue;

    private readonly ProvisioningOptions? _live;
    private long _maxBytesPerSecond = NoLimit; // One word, so that it can change while others read it.

    /// <summary>Initializes options with the defaults.</summary>
    public ProvisioningOptions()
    {
    }

    /// <summary>Copies options. Only the speed limit stays that of the original, because it may change while downloads run.</summary>
    internal ProvisioningOptions(ProvisioningOptions original)
    {
        _live = original;
        (ModelDirectory, Offline, AllowUnverifiedFiles, Proxy, HuggingFaceEndpoint) =
            (original.ModelDirectory, original.Offline, original.AllowUnverifiedFiles, original.Proxy, original.HuggingFaceEndpoint);
        (StallTimeout, MinBytesPerSecond, ConnectionsPerFile, MaxConcurrentDownloads) =
            (original.StallTimeout, original.MinBytesPerSecond, original.ConnectionsPerFile, original.MaxConcurrentDownloads);
        foreach (var (host, token) in original.AccessTokens)
            AccessTokens[host] = token;

        Retry = original.Retry.Copy();
    }

    /// <summary>Gets or sets the model folder. A relative path starts at the current directory.</summary>
    /// <value>Default: the environment variable <c>EDGE_AI_HOME</c>, else <c>Edge.AI/models</c> in the user's local application data.</value>
    [Characters(1, 4096)]
    public string? ModelDirectory { get; set; }

    /// <summary>What the environment variables of Hugging Face add to these options.</summary>
    internal HubVariables Hub { get; set; } = new();

    /// <summary>Gets or sets a value indicating whether the network is never used. Models on disk and models that ship with the app can be used; every other model is an error.</summary>
    /// <value>Default: <see langword="false"/>, unless the environment variable <c>HF_HUB_OFFLINE</c> is on.</value>
    public bool Offline { get; set; }

    /// <summary>Gets or sets a value indicating whether files without a digest (<see cref="ModelFile.Digest"/> is <see langword="null"/>) are used.</summary>
    /// <remarks>Only their size and their GGUF header are checked, so whoever controls the server chooses what llama.cpp reads.</remarks>
    /// <value>Default: <see langword="false"/>. Such files are refused before the first byte is downloaded.</value>
    public bool AllowUnverifiedFiles { get; set; }

    /// <summary>Gets or sets the time without a byte after which a connection is closed and the download is retried.</summary>
    /// <value>From 1 second to 1 hour. Default: 30 seconds.</value>
    [Live]
    [Within("00:00:01", "01:00:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the speed, in bytes per second on average over <see cref="StallTimeout"/>, below which a connection counts as stalled.</summary>
    /// <value>0 or more. 0 means that only a silent connection counts as stalled. Default: 1024.</value>
    [Live]
    [Within(0, long.MaxValue, Unit = "bytes per second")]
    public long MinBytesPerSecond { get; set; } = 1024;

    /// <summary>Gets or sets the number of connections over which one file is downloaded.</summary>
    /// <remarks>
    /// Several connections are used only if the server can prove that all parts belong to the same version of the file (ranges and a strong validator).
    /// They help if a server or a proxy limits the speed of each connection.
    /// </remarks>
    /// <value>From 1 to 8. Default: 1.</value>
    [Live]
    [Within(1, 8, Unit = "connections")]
    public int ConnectionsPerFile { get; set; } = 1;

    /// <summary>Gets or sets the number of files that are downloaded at once. Others wait by priority (<see cref="IDownloadQueue.SetPriority"/>) and in the order of arrival.</summary>
    /// <value>From 1 to 16. Default: 2.</value>
    [Within(1, 16, Unit = "files")]
    public int MaxConcurrentDownloads { get; set; } = 2;

    /// <summary>Gets or sets the speed limit of all downloads together, in bytes per second.</summary>
    /// <remarks>
    /// Can be changed while downloads run, on the instance of <c>IOptions&lt;ProvisioningOptions&gt;</c> or the one given to <see cref="ModelProvisioner.Create(ProvisioningOptions?, Microsoft.Extensions.Logging.ILoggerFactory?)"/>.
    /// A change takes effect within a second.
    /// </remarks>
    /// <value>1024 or more; <see langword="null"/> for no limit. Default: <see langword="null"/>.</value>
    [Live]
    [Within(LowestMaxBytesPerSecond, long.MaxValue, Unit = "bytes per second")]
    public long? MaxBytesPerSecond
    {
        get => _live is not null ? _live.MaxBytesPerSecond : Interlocked.Read(ref _maxBytesPerSecond) is not NoLimit and var limit ? limit : null;
        set => Interlocked.Exchange(ref _maxBytesPerSecond, value ?? NoLimit);
    }

    /// <summary>Gets how failed downloads are retried.</summary>
#pragma warning disable SYSLIB1212 // ProvisioningOptionsValidator validates them with their own keys.
    public DownloadRetryOptions Retry { get; } = new();
#pragma warning restore SYSLIB1212

    /// <summary>Gets or sets the proxy for all downloads, for example <c>http://user:password@proxy.local:8080</c>.</summary>
    /// <value>
    /// An address with the scheme http, https, socks4, socks4a, socks5 or socks5h (the same as socks5). Default: the proxy of the environment
    /// (<c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c>, <c>NO_PROXY</c>) or of the system's settings.
    /// </value>
    [AddressOf("http", "https", "socks4", "socks4a", "socks5", "socks5h")]
    public Uri? Proxy { get; set; }

    /// <summary>Gets or sets the address of a mirror that replaces <c>https://huggingface.co</c>.</summary>
    /// <value>
    /// An https address, or an http address of this machine. Default: the environment variable <c>HF_ENDPOINT</c>, else the hub itself. A variable with another
    /// value is an error when a file of the hub is downloaded.
    /// </value>
    [AddressOf("https", "http", LoopbackOnly = "http")]
    public Uri? HuggingFaceEndpoint { get; set; }

    /// <summary>Gets the access tokens (bearer tokens) by host name, for example <c>huggingface.co</c>.</summary>
    /// <remarks>
    /// A key with a port, <c>models.local:8443</c> or <c>models.local_8443</c>, is used for that port only. In configuration, use the form with an underscore,
    /// because a colon separates the parts of a configuration key: <c>EdgeAI:AccessTokens:models.local_8443</c>.
    /// A token is sent only to its own host, never along a redirect to another host, and never over http except to this machine. It consists of visible ASCII characters.
    /// An empty token means that <c>HF_TOKEN</c> is not sent to the host.
    /// </remarks>
    /// <value>Default: the environment variable <c>HF_TOKEN</c> for <c>huggingface.co</c> and <see cref="HuggingFaceEndpoint"/>, else none.</value>
    [SendableTokens]
    public IDictionary<string, string> AccessTokens { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
