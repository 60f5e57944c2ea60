using System.CommandLine;
using System.Text;
using Edge.AI.Cli.Models;
using Edge.AI.Cli.Options;
using Edge.AI.Cli.Output;
using Edge.AI.Common;
using Edge.AI.Templates;

namespace Edge.AI.Cli.Templates;

internal sealed class RenderCommand : SessionCommand
{
    private readonly Argument<string> _template =
        new Argument<string>("TEMPLATE") { Description = "A file that ends with .jinja, or the id or alias of a model: its chat template." }.RefusingOptions();

    private readonly Option<FileInfo> _input =
        new Option<FileInfo>("--input") { Description = "The template's variables, a JSON object: messages, tools, add_generation_prompt, bos_token and so on.", HelpName = "FILE", Required = true }.AcceptExistingOnly();

    private readonly Option<DateTimeOffset?> _now =
        new("--now") { Description = "The current time for the template, as in 2026-01-15T12:30:00. Default: the local time.", HelpName = "TIME", CustomParser = IsoTime.Parse };

    public RenderCommand(SharedOptions shared)
        : base(shared, "render", "Renders a chat template, and prints exactly the result.")
    {
        Add(_template.CompletingIds(shared));
        Add(_input);
        Add(_now);
    }

    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var variables = TemplateInput.Read(arguments.GetRequiredValue(_input));
        var template = await TemplateSource.FindAsync(session, arguments.GetRequiredValue(_template), TemplateInput.HasTools(variables), cancellationToken);
        var prompt = Render(template, variables, arguments, cancellationToken);
        if (session.Terminal.IsJson)
            session.Terminal.Result(new PromptLine(prompt));
        else
            await WriteBytesAsync(Console.IsOutputRedirected ? prompt : ForeignText.ShowLines(prompt), cancellationToken); // A terminal would execute control characters.

        return ExitCode.Done;
    }

    private string Render(ChatTemplate template, Dictionary<string, object?> variables, ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            return template.Render(variables, new() { Now = arguments.GetValue(_now) }, cancellationToken).Text;
        }
        catch (TemplateInputException error)
        {
            throw TemplateInput.Invalid(arguments.GetRequiredValue(_input), $"can't be read: {error.Message}", error);
        }
    }

    /// <summary>Writes without the console's encoding, so that the bytes are the same on every system.</summary>
    private static async Task WriteBytesAsync(string prompt, CancellationToken cancellationToken)
    {
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(Encoding.UTF8.GetBytes(prompt), cancellationToken);
    }
}
