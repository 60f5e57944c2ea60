using Edge.AI.Templates;

namespace Edge.AI.Chat;

/// <summary>Converts the exceptions of chat templates to those of this library. This is the only place that does it.</summary>
internal static class TemplateErrors
{
    private const string Hint = "Correct the template, and set it with the option ChatTemplate or with chat.template in the model's manifest.";

    /// <exception cref="ModelValidationException">The template fails, or exceeds a limit.</exception>
    /// <exception cref="EdgeOptionException">The messages or the tools are too large for a template.</exception>
    /// <exception cref="EdgeAIException">The template refuses the messages.</exception>
    public static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (TemplateRefusedException refusal)
        {
            throw new EdgeAIException(
                EdgeErrorCodes.OptionUnsupported,
                $"The chat template of '{refusal.TemplateName}' refuses this conversation: {refusal.Reason}",
                "Send messages that the template accepts, or set another template with the option ChatTemplate.",
                innerException: refusal);
        }
        catch (TemplateException error)
        {
            throw new ModelValidationException(
                error.TemplateName, $"has a chat template that fails at line {error.Line}, column {error.Column}: {error.Reason}", Hint, error);
        }
        catch (TemplateInputException error)
        {
            throw TooLarge(error.Reason, error);
        }
        catch (InsufficientExecutionStackException error)
        {
            throw TooLarge("it is nested too deeply", error);
        }
    }

    private static EdgeOptionException TooLarge(string reason, Exception error) =>
        new("messages", $"the messages or the schemas of the tools are too large for a chat template: {reason}.", "Send less data, or data that is nested less deeply.", error);
}
