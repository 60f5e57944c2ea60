using System.ComponentModel.DataAnnotations;
using Edge.AI.Chat.Answers;
using Edge.AI.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI;

public sealed partial class EdgeChatClient
{
    /// <summary>
    /// Creates a client without dependency injection. It owns its model: dispose it to give the memory back.
    /// The model folder is <c>EDGE_AI_HOME</c>, else <c>Edge.AI/models</c> in the user's local application data.
    /// </summary>
    /// <param name="model">The model, for example <c>EdgeModels.Phi3</c>.</param>
    /// <param name="options">How it is loaded and run; null for the defaults. A copy is taken.</param>
    /// <exception cref="EdgeOptionException">An option is out of range.</exception>
    public static EdgeChatClient Create(EdgeModel model, EdgeChatClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        if (EdgeChatClientOptionsRules.FindProblems(options) is [_, ..] problems)
            throw new EdgeOptionException(nameof(options), string.Join("; ", problems), "Correct the value or leave it out.");

        var services = new ServiceCollection().AddEdgeAI().BuildServiceProvider();
        return new(
            model,
            services.GetRequiredService<ModelHostPool>().Get(model, options.ToInferenceOptions()),
            services.GetRequiredService<ChatClientRegistry>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<AnswerGrammars>(),
            options.ChatTemplate,
            options.ContextOverflow,
            owned: services,
            options.ReasoningBudget);
    }
}
