using Edge.AI.Chat.Templates.Builtins;
using Edge.AI.Chat.Templates.Syntax;
using Edge.AI.Chat.Templates.Tree;
using Edge.AI.Chat.Templates.Values;

namespace Edge.AI.Chat.Templates;

/// <summary>
/// A model's chat template: Jinja with Python's semantics, as Hugging Face's <c>apply_chat_template</c> runs it. It is parsed once,
/// never changes, and may be rendered by many threads at the same time.
/// </summary>
internal sealed class ChatTemplate
{
    private const string Hint =
        "Set a template that works with the ChatTemplate option, or as chat.template in the model's manifest.";

    private readonly string _name;
    private readonly SourceText _source;
    private readonly Block _body;
    private readonly string[] _variables;

    private ChatTemplate(string name, SourceText source, Block body, NameTable names) =>
        (_name, _source, _body, _variables) = (name, source, body, [.. names.Names]);

    /// <summary>Reads a template.</summary>
    /// <param name="source">The Jinja source.</param>
    /// <param name="name">Where it comes from, for messages: a file or a model.</param>
    /// <exception cref="ModelValidationException">It has a syntax error or uses an unknown filter, test or tag.</exception>
    public static ChatTemplate Parse(string source, string name)
    {
        if (source.Length > TemplateLimits.MaxSourceLength)
            throw new ModelValidationException(name, $"has a chat template of {source.Length} characters; the limit is {TemplateLimits.MaxSourceLength}.", Hint);

        var text = new SourceText(source);
        try
        {
            using var entry = new RenderBudget().Enter();
            var (body, names) = TemplateParser.Parse(text);
            return new ChatTemplate(name, text, body, names);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw Invalid(name, text, exception, offset: 0);
        }
    }

    /// <summary>Renders a prompt, within one second and 64 MiB.</summary>
    /// <param name="variables">What the template is told: <c>messages</c>, <c>tools</c>, <c>add_generation_prompt</c> and so on.</param>
    /// <param name="now">The local time that <c>strftime_now</c> tells.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <exception cref="ModelValidationException">The template fails, or uses more than its <see cref="RenderBudget"/> or <see cref="TemplateLimits"/> allow.</exception>
    /// <exception cref="TemplateRefusalException">The template refuses these messages.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public RenderedPrompt Render(IReadOnlyDictionary<string, TemplateValue> variables, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        Render(variables, now, new RenderBudget(cancellationToken: cancellationToken));

    /// <inheritdoc cref="Render(IReadOnlyDictionary{string, TemplateValue}, DateTimeOffset, CancellationToken)" />
    /// <param name="variables">What the template is told.</param>
    /// <param name="now">The local time that <c>strftime_now</c> tells.</param>
    /// <param name="budget">What the rendering may use; several renderings can share one.</param>
    public RenderedPrompt Render(IReadOnlyDictionary<string, TemplateValue> variables, DateTimeOffset now, RenderBudget budget)
    {
        var context = new RenderContext(Scope.Root([.. _variables.Select(name => variables.GetValueOrDefault(name) ?? Global(name))]), now, budget);
        try
        {
            using var entry = budget.Enter(() => InputSize.Of(variables.Values));
            _body.Execute(context);
            return new RenderedPrompt(context.Output.ToSegments());
        }
        catch (TemplateRefusal refusal)
        {
            throw new TemplateRefusalException(_name, refusal.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw Invalid(_name, _source, exception, context.Offset);
        }
    }

    private static BoundMethodValue? Global(string name) => GlobalFunctions.Table.Bind(name, NoneValue.Instance);

    /// <summary>Whatever a template makes the engine throw is the template's fault: callers get one typed error, with the cause inside.</summary>
    private static ModelValidationException Invalid(string name, SourceText source, Exception exception, int offset)
    {
        var (line, column) = source.PositionOf((exception as TemplateException)?.Offset ?? offset);
        return new ModelValidationException(name, $"has a chat template that fails at line {line}, column {column}: {exception.Message}", Hint, exception);
    }
}
