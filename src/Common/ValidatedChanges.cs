using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Edge.AI.Common;

/// <summary>
/// Tells the options monitor that the configuration has changed, if the changed options are valid. Otherwise the problems are logged, and the options stay as they are: the monitor
/// would throw at whatever reloaded the configuration, and at the next use of the options.
/// </summary>
internal sealed class ValidatedChanges<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T> : IOptionsChangeTokenSource<T>, IDisposable
    where T : class
{
    private readonly IOptionsFactory<T> _factory;
    private readonly ILogger _logger;
    private readonly IDisposable? _registration;
    private CancellationTokenSource _change = new();

    /// <param name="name">The name of the options.</param>
    /// <param name="configuration">The configuration; null if the app has none.</param>
    /// <param name="factory">Binds and validates the options.</param>
    /// <param name="loggers">Where invalid changes are logged.</param>
    public ValidatedChanges(string name, IConfiguration? configuration, IOptionsFactory<T> factory, ILoggerFactory loggers)
    {
        (Name, _factory, _logger) = (name, factory, loggers.CreateLogger(ConfigurationLog.Category));
        _registration = configuration is null ? null : ChangeToken.OnChange(configuration.GetReloadToken, OnReload);
    }

    public string Name { get; }

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

    public void Dispose()
    {
        _registration?.Dispose();
        _change.Dispose();
    }

    private void OnReload()
    {
        try
        {
            _factory.Create(Name);
        }
        catch (OptionsValidationException invalid)
        {
            ConfigurationLog.Refused(_logger, string.Join(" ", invalid.Failures));
            return;
        }

        Interlocked.Exchange(ref _change, new()).Cancel();
    }
}
