using Edge.AI.Cli.Output;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Cli.Chat;

/// <summary>The model that answers. Another one can take its place.</summary>
/// <param name="session">The session.</param>
/// <param name="configure">Sets the options of each model.</param>
internal sealed class ChatModels(Session session, Action<EdgeChatClientOptions> configure) : IAsyncDisposable
{
    private ChatModel? _current;

    /// <summary>The model that answers.</summary>
    public ChatModel Current => _current ?? throw new InvalidOperationException("No model is loaded.");

    /// <summary>Downloads a model if it is not on disk, loads it, and frees the one before. If that fails, the one before stays.</summary>
    /// <exception cref="EdgeAIException">The model cannot be downloaded or loaded.</exception>
    public async Task UseAsync(EdgeModel model, CancellationToken cancellationToken)
    {
        if (session.Provisioner.GetStatus(model).Progress.State != ProvisioningState.Completed)
            await session.Terminal.Progress.ShowAsync([model.Id], progress => session.Provisioner.EnsureAsync(model, progress, cancellationToken));

        var next = new ChatModel(model.Id, session.Library.Build(services => services.AddEdgeChatClient(model, configure).UseFunctionInvocation()));
        try
        {
            await session.Terminal.WaitAsync($"Loading {model.Id}", next.LoadAsync(cancellationToken));
        }
        catch
        {
            await next.DisposeAsync();
            throw;
        }

        await DisposeAsync();
        _current = next;
    }

    public ValueTask DisposeAsync() => _current?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>A model in memory.</summary>
/// <param name="id">The id of the model.</param>
/// <param name="services">The container of its client.</param>
internal sealed class ChatModel(string id, ServiceProvider services) : IAsyncDisposable
{
    public string Id => id;

    public IChatClient Client => services.GetRequiredService<IChatClient>();

    public Task LoadAsync(CancellationToken cancellationToken) => services.GetRequiredService<EdgeChatClient>().LoadAsync(cancellationToken);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
