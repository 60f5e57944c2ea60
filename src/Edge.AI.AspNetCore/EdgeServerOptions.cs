using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.AspNetCore;

/// <summary>
/// The options of all endpoints that this package maps. Bound from the configuration section <c>EdgeAI:Server</c> by <c>AddEdgeServer</c>, and validated when the host starts.
/// The defaults are safe on a developer's machine: only programs of the same machine and pages of the same origin can use the endpoints.
/// </summary>
public sealed class EdgeServerOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "EdgeAI:Server";

    /// <summary>Gets the host names that requests may use, without a port, for example <c>models.example.com</c>. <c>*</c> allows every name.</summary>
    /// <remarks>
    /// A web page can make a browser send requests to this machine under a name of its own (DNS rebinding). A request with another <c>Host</c> header is refused with status 403.
    /// </remarks>
    /// <value>Default: empty. Only requests from this machine are served, and only under the names <c>localhost</c>, <c>*.localhost</c>, <c>127.0.0.1</c> and <c>[::1]</c>.</value>
    [Required]
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Gets the origins of web pages that may use the endpoints, for example <c>https://app.example.com</c>. <c>*</c> allows every origin.</summary>
    /// <remarks>
    /// The endpoints answer the preflight requests of these origins. A request of a page of any other origin is refused with status 403. Endpoints with a CORS policy of
    /// ASP.NET (<c>RequireCors</c>) follow that policy instead.
    /// </remarks>
    /// <value>Default: empty. Only pages of the server's own origin can use the endpoints.</value>
    [Required]
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Gets the API keys. A request must send one of them as <c>Authorization: Bearer KEY</c>; otherwise it is refused with status 401. Keys are compared in constant time.</summary>
    /// <value>Default: empty. No key is needed.</value>
    [Required]
    public IList<string> ApiKeys { get; } = [];

    /// <summary>Gets or sets the largest body of a request, in bytes. A larger one is refused with status 413.</summary>
    /// <remarks>
    /// It also limits the memory for the JSON of a request: a body with more values, names and brackets than this number divided by 12 is refused with status 413 as well, but 87,381 of them
    /// are always allowed. While a request is read, it needs at most three times this number of bytes.
    /// </remarks>
    /// <value>From 1,024 to 1,073,741,824. Default: 8,388,608 (8 MiB).</value>
    [Range(1024, 1 << 30)]
    public int MaxRequestBytes { get; set; } = 8 << 20;

    /// <summary>Gets or sets how deep the JSON of a request may be nested. Deeper JSON is refused with status 400.</summary>
    /// <value>From 8 to 256. Default: 64.</value>
    [Range(8, 256)]
    public int MaxJsonDepth { get; set; } = 64;

    /// <summary>Gets or sets the time in which the body of a request must arrive. A slower one is refused with status 408.</summary>
    /// <value>From 1 second to 1 hour. Default: 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The generated validator compares time spans without a type converter.")]
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the time in which a client must take each piece of an answer. A slower client is disconnected, so that it cannot keep a slot of the model.</summary>
    /// <value>From 1 second to 1 hour. Default: 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The generated validator compares time spans without a type converter.")]
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the time after which an answer is ended, together with the generation behind it.</summary>
    /// <value>From 1 second to 1 day. Default: 30 minutes, because the first request may have to download the model.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The generated validator compares time spans without a type converter.")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Gets or sets how long a server that stops still accepts requests. During this time, the health check <c>edge-ai:server</c> (tags <c>edge-ai</c> and <c>ready</c>) fails, so that load
    /// balancers send no more requests. It is part of the shutdown timeout of the host.
    /// </summary>
    /// <value>From 0 to 10 minutes. Default: 0, because a load balancer that sends a failed request to another server does not need it.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The generated validator compares time spans without a type converter.")]
    public TimeSpan DrainDelay { get; set; }

    /// <summary>
    /// Gets or sets how many requests of one client are served at once. A client is an API key, or without keys an address. More requests are refused with status 429.
    /// The clients' model has limits of its own (<see cref="EdgeChatClientOptions.MaxConcurrency"/>, <see cref="EdgeChatClientOptions.MaxQueueLength"/>).
    /// </summary>
    /// <value>From 1 to 100,000. Default: 64.</value>
    [Range(1, 100_000)]
    public int MaxConcurrentRequests { get; set; } = 64;
}
