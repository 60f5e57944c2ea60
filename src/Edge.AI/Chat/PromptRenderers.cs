using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Edge.AI.Inference;
using Edge.AI.Tools;

namespace Edge.AI.Chat;

/// <summary>The renderers of one client: one for each chat template of each model that was loaded. A model file may have a second template for conversations with tools.</summary>
/// <param name="modelId">The model's id, for errors.</param>
/// <param name="template">The template to use instead of those in the file; null for none.</param>
internal sealed class PromptRenderers(string modelId, string? template)
{
    private readonly ConditionalWeakTable<LoadedModel, ConcurrentDictionary<string, PromptRenderer>> _byModel = [];

    /// <summary>Returns the renderer for a request. A new one renders its template a dozen times to find out what it supports, so it is kept.</summary>
    /// <param name="model">The loaded model.</param>
    /// <param name="tools">The tools that the request offers; null for none.</param>
    /// <param name="cancellationToken">Cancels the creation of a renderer.</param>
    /// <exception cref="ModelValidationException">There is no template, or it has a syntax error.</exception>
    public PromptRenderer For(LoadedModel model, ToolSet? tools, CancellationToken cancellationToken)
    {
        var source = template ?? SourceIn(model, tools)
            ?? throw new ModelValidationException(modelId, "has no chat template.", "Set one with the option ChatTemplate or with chat.template in the model's manifest, or choose a chat model.");
        var renderers = _byModel.GetValue(model, static _ => new(StringComparer.Ordinal));
        return renderers.TryGetValue(source, out var known) ? known : renderers[source] = new(source, modelId, model.Vocabulary, cancellationToken);
    }

    /// <summary>The rule of Hugging Face's <c>apply_chat_template</c>: "tool_use" with tools, otherwise the default template. A file with only one of the two uses it for both.</summary>
    private static string? SourceIn(LoadedModel model, ToolSet? tools) => tools is null ? model.ChatTemplate ?? model.ToolTemplate : model.ToolTemplate ?? model.ChatTemplate;
}
