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
        var text = new SourceText(source);
        try
        {
            var (body, names) = TemplateParser.Parse(text);
            return new ChatTemplate(name, text, body, names);
        }
        catch (TemplateException exception)
        {
            throw Invalid(name, text, exception, exception.Offset ?? 0);
        }
    }

    /// <summary>Renders a prompt.</summary>
    /// <param name="variables">What the template is told: <c>messages</c>, <c>tools</c>, <c>add_generation_prompt</c> and so on.</param>
    /// <param name="now">The local time that <c>strftime_now</c> tells.</param>
    /// <exception cref="ModelValidationException">The template fails, or takes more than <see cref="TemplateLimits"/> allows.</exception>
    /// <exception cref="TemplateRefusalException">The template refuses these messages.</exception>
    public RenderedPrompt Render(IReadOnlyDictionary<string, TemplateValue> variables, DateTimeOffset now)
    {
        var context = new RenderContext(Scope.Root([.. _variables.Select(name => variables.GetValueOrDefault(name) ?? Global(name))]), now);
        try
        {
            _body.Execute(context);
            return new RenderedPrompt(context.Output.ToSegments());
        }
        catch (TemplateRefusal refusal)
        {
            throw new TemplateRefusalException(_name, refusal.Message);
        }
        catch (TemplateException exception)
        {
            throw Invalid(_name, _source, exception, exception.Offset ?? context.Offset);
        }
    }

    private static BoundMethodValue? Global(string name) => GlobalFunctions.Table.Bind(name, NoneValue.Instance);

    private static ModelValidationException Invalid(string name, SourceText source, TemplateException exception, int offset)
    {
        var (line, column) = source.PositionOf(offset);
        return new ModelValidationException(name, $"has a chat template that fails at line {line}, column {column}: {exception.Message}", Hint, exception);
    }
}
