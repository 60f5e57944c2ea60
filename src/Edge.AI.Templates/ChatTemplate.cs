using Edge.AI.Templates.Builtins;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Syntax;
using Edge.AI.Templates.Tree;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates;

/// <summary>
/// The chat template of a model: Jinja with Python's semantics, as Hugging Face's <c>apply_chat_template</c> renders it. It is parsed once,
/// never changes, and can be rendered by many threads at the same time.
/// </summary>
public sealed class ChatTemplate
{
    /// <summary>The largest length of a template's source, in UTF-16 characters. The longest published templates have about 30,000.</summary>
    public const int MaxSourceLength = TemplateLimits.MaxSourceLength;

    private readonly SourceText _source;
    private readonly Block _body;
    private readonly string[] _variables;

    private ChatTemplate(string name, SourceText source, Block body, NameTable names) =>
        (Name, _source, _body, _variables) = (name, source, body, [.. names.Names]);

    /// <summary>Gets the name that was passed to <see cref="Parse"/>.</summary>
    public string Name { get; }

    /// <summary>Parses a template.</summary>
    /// <param name="source">The Jinja source.</param>
    /// <param name="name">The name for error messages, for example that of the file or of the model.</param>
    /// <returns>The template.</returns>
    /// <exception cref="TemplateSyntaxException">The template has a syntax error, is too long, or uses an unknown filter, test or tag.</exception>
    public static ChatTemplate Parse(string source, string name = "template")
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(name);
        if (source.Length > MaxSourceLength)
            throw new TemplateSyntaxException(name, line: 1, column: 1, $"it has {source.Length} characters; the limit is {MaxSourceLength}");

        var text = new SourceText(source);
        try
        {
            using var entry = new RenderBudget().Meter.Enter();
            var (body, names) = TemplateParser.Parse(text);
            return new ChatTemplate(name, text, body, names);
        }
        catch (Exception error)
        {
            var (line, column) = text.PositionOf((error as TemplateError)?.Offset ?? 0);
            throw new TemplateSyntaxException(name, line, column, error.Message, CauseOf(error));
        }
    }

    /// <summary>Renders a prompt.</summary>
    /// <param name="variables">
    /// The variables of the template, such as <c>messages</c>, <c>tools</c> and <c>add_generation_prompt</c>. A value is <see langword="null"/>, a <see cref="string"/>, a
    /// <see cref="bool"/>, a number, a <see cref="PromptText"/>, a <see cref="System.Text.Json.JsonElement"/>, a <see cref="System.Text.Json.Nodes.JsonNode"/>, a dictionary with
    /// strings as keys, or a sequence of such values. All strings, keys included, count as <see cref="TextOrigin.Input"/>; pass a <see cref="PromptText"/> for a text
    /// whose control tokens are meant.
    /// </param>
    /// <param name="options">The time that the template is told, and the limits. Default: the present, one second and 64 MiB.</param>
    /// <param name="cancellationToken">Cancels the rendering.</param>
    /// <returns>The prompt, with the origin of each part.</returns>
    /// <exception cref="TemplateInputException">A variable has an unsupported type, is too large, or is nested too deeply.</exception>
    /// <exception cref="TemplateRefusedException">The template refuses the messages (<c>raise_exception</c>).</exception>
    /// <exception cref="TemplateRenderException">The template fails, or exceeds a limit.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public PromptText Render(IReadOnlyDictionary<string, object?> variables, RenderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var inputs = new List<TemplateValue>();
        var now = options?.Now ?? TimeProvider.System.GetLocalNow();
        var scope = Scope.Root([.. _variables.Select(name => variables.TryGetValue(name, out var value) ? Input(name, value, inputs) : GlobalFunctions.Find(name, now))]);
        var meter = (options?.Budget ?? new()).Meter;
        var context = new RenderContext(scope, meter);
        try
        {
            using var entry = meter.Enter(() => InputSize.Of(inputs), cancellationToken);
            _body.Execute(context);
            return new PromptText(context.Output.ToSegments());
        }
        catch (TemplateRefusal refusal)
        {
            var (line, column) = _source.PositionOf(context.Offset);
            throw new TemplateRefusedException(Name, line, column, refusal.Message);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var (line, column) = _source.PositionOf((error as TemplateError)?.Offset ?? context.Offset);
            throw new TemplateRenderException(Name, line, column, error.Message, CauseOf(error));
        }
    }

    private static TemplateValue Input(string name, object? value, List<TemplateValue> inputs)
    {
        try
        {
            var input = InputValue.From(value);
            inputs.Add(input);
            return input;
        }
        catch (Exception error) when (error is TemplateError or InvalidOperationException) // System.Text.Json throws the second for a string with an unpaired surrogate
        {
            throw new TemplateInputException(name, error.Message, CauseOf(error));
        }
    }

    /// <summary>Whatever a template makes the engine throw is the template's fault: callers get one exception type, with the cause inside.</summary>
    private static Exception? CauseOf(Exception error) => error is TemplateError ? null : error;
}
