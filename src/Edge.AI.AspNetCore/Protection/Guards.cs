using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Edge.AI.AspNetCore.Protection;

/// <summary>One guard for all endpoints of an app, so that they count the requests of a client together.</summary>
internal static class Guards
{
    private static readonly ConditionalWeakTable<IServiceProvider, Guard> s_guards = [];

    public static Guard Of(IServiceProvider services) => s_guards.GetValue(services, static services =>
    {
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        return new(
            services.GetService<IOptions<EdgeServerOptions>>() ?? Options.Create(new EdgeServerOptions()),
            new(services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default, (services.GetService<IOptions<HostOptions>>()?.Value ?? new()).ShutdownTimeout, time),
            time,
            services.GetService<ILogger<Guard>>() ?? NullLogger<Guard>.Instance);
    });
}
