using Edge.AI.Chat.Answers;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Chat;

/// <summary>What all clients of a service container share.</summary>
/// <param name="Router">Finds the clients of other models.</param>
/// <param name="Grammars">The compiled grammars.</param>
/// <param name="Time">Dates prompts and responses.</param>
/// <param name="Loggers">Where requests are logged; null for nowhere.</param>
/// <param name="Provisioning">Finds the services that download and store models; null if there are none.</param>
internal sealed record ChatServices(IChatClientRouter Router, AnswerGrammars Grammars, TimeProvider Time, ILoggerFactory? Loggers = null, IServiceProvider? Provisioning = null);
