using System.Collections.Concurrent;
using Edge.AI.Inference;
using Edge.AI.Tools;

namespace Edge.AI.Chat;

/// <summary>The renderers of a loaded model, one for each chat template in use. A file may have several: Command R's and Hermes' have one for conversations with tools.</summary>
/// <param name="model">The loaded model.</param>
/// <param name="modelId">Its id, for errors.</param>
/// <param name="template">Replaces all templates of the file; null for those.</param>
internal sealed class PromptRenderers(LoadedModel model, string modelId, string? template)
{
    private readonly ConcurrentDictionary<string, PromptRenderer> _bySource = new(StringComparer.Ordinal);

    public LoadedModel Model => model;

    /// <summary>The renderer for a request; made when it is first needed, because that renders the template a dozen times.</summary>
    /// <param name="tools">The tools that the request offers; null for none.</param>
    /// <param name="cancellationToken">Ends the making.</param>
    /// <exception cref="ModelValidationException">There is no template, or it has a syntax error.</exception>
    public PromptRenderer For(ToolSet? tools, CancellationToken cancellationToken)
    {
        var source = template ?? SourceFor(tools)
            ?? throw new ModelValidationException(modelId, "has no chat template.", "Give it one with the option ChatTemplate or with chat.template in its manifest entry, or choose a chat model.");
        return _bySource.TryGetValue(source, out var known) ? known : _bySource[source] = new(source, modelId, model.Vocabulary, cancellationToken);
    }

    /// <summary>The template by the rule of Hugging Face's <c>apply_chat_template</c>: "tool_use" with tools, else the default one. A file with only one of the two has that for both.</summary>
    private string? SourceFor(ToolSet? tools) => tools is null ? model.ChatTemplate ?? model.ToolTemplate : model.ToolTemplate ?? model.ChatTemplate;
}
