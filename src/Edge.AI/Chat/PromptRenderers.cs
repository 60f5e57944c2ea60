using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Edge.AI.Inference;
using Edge.AI.Tools;

namespace Edge.AI.Chat;

/// <summary>
/// The renderers of one client: one for each chat template of each model that was loaded. A model file may have a second template for conversations with tools. Clients of one loaded
/// model share its renderers.
/// </summary>
/// <param name="modelId">The model's id, for errors.</param>
/// <param name="template">The template to use instead of those in the file; null for none.</param>
internal sealed class PromptRenderers(string modelId, string? template)
{
    private static readonly ConditionalWeakTable<ModelText, ConcurrentDictionary<string, Lazy<PromptRenderer>>> s_byModel = [];

    /// <summary>Returns the renderer for a request. A new one renders its template a dozen times to find out what it supports, so it is kept.</summary>
    /// <param name="model">The loaded model.</param>
    /// <param name="tools">The tools that the request offers; null for none.</param>
    /// <exception cref="ModelValidationException">There is no template, or it has a syntax error.</exception>
    public PromptRenderer For(ModelText model, ToolSet? tools)
    {
        var source = template ?? SourceIn(model, tools)
            ?? throw new ModelValidationException(modelId, "has no chat template.", "Set one with the option ChatTemplate or with chat.template in the model's manifest, or choose a chat model.");
        var renderers = s_byModel.GetValue(model, static _ => new(StringComparer.Ordinal));
        var renderer = renderers.GetOrAdd(source, static (source, of) => new(() => new(source, of.Id, of.Model.Vocabulary)), (Id: modelId, Model: model));
        try
        {
            return renderer.Value;
        }
        catch (EdgeAIException)
        {
            renderers.TryRemove(new(source, renderer)); // a busy machine may have taken too long
            throw;
        }
    }

    /// <summary>Creates on another thread what the first request of most clients needs, while the model is still being loaded.</summary>
    public static Task PrepareAsync(EdgeModel model, ModelText text) => Task.Run(() =>
    {
        try
        {
            new PromptRenderers(model.Id, model.Chat?.Template).For(text, tools: null).Prepare();
        }
        catch (Exception error) when (error is EdgeAIException or ObjectDisposedException)
        {
            // The first request fails for the same reason, and says it; or loading has failed meanwhile.
        }
    });

    /// <summary>The rule of Hugging Face's <c>apply_chat_template</c>: "tool_use" with tools, otherwise the default template. A file with only one of the two uses it for both.</summary>
    private static string? SourceIn(ModelText model, ToolSet? tools) => tools is null ? model.ChatTemplate ?? model.ToolTemplate : model.ToolTemplate ?? model.ChatTemplate;
}
