using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Cli.Tests.Chat;

/// <summary>A chat on a terminal.</summary>
public sealed class TerminalTests : ChatTest
{
    private const string CtrlC = "\u0003";
    private const string ArrowUp = "\u001b[A";

    [Fact]
    public async Task An_answer_knows_the_earlier_messages()
    {
        await using var terminal = StartTerminal("edge-tiny");
        await terminal.EnterAsync("My name is Zoe.");
        await terminal.SeeAsync("Nice to meet you, Zoe!");
        await terminal.EnterAsync("What is my name?");
        await terminal.SeeAsync("Your name is Zoe.");
        await terminal.EnterAsync("/exit");

        await terminal.EndsWithAsync(0);
    }

    [Fact]
    public async Task After_clear_the_earlier_messages_are_forgotten()
    {
        await using var terminal = StartTerminal("edge-tiny");
        await terminal.EnterAsync("My name is Zoe.");
        await terminal.SeeAsync("Nice to meet you, Zoe!");
        await terminal.EnterAsync("/clear");
        await terminal.SeeAsync("empty");
        await terminal.EnterAsync("What is my name?");
        await terminal.SeeAsync("\n");
        await terminal.EnterAsync("/exit");

        await terminal.EndsWithAsync(0);
        terminal.Screen.Should().NotContain("Your name is Zoe.");
    }

    [Fact]
    public async Task A_saved_conversation_can_be_continued()
    {
        var file = Path.Combine(Folder, "zoe's chat.json");
        await using (var first = StartTerminal("edge-tiny", "--system", "You are a helpful assistant."))
        {
            await first.EnterAsync("My name is Zoe.");
            await first.SeeAsync("Nice to meet you, Zoe!");
            await first.EnterAsync($"/save {file}");
            await first.SeeAsync("3 messages");
            await first.EnterAsync("/exit");
            await first.EndsWithAsync(0);
        }

        await using var second = StartTerminal("edge-tiny");
        await second.EnterAsync($"/load {file}");
        await second.SeeAsync("3 messages");
        await second.EnterAsync("What is my name?");
        await second.SeeAsync("Your name is Zoe.");
        await second.EnterAsync("/save " + file + "2");
        await second.SeeAsync("5 messages");
        await second.EnterAsync("/exit");
        await second.EndsWithAsync(0);
        (await File.ReadAllTextAsync(file + "2")).Should().Contain("helpful assistant").And.Contain("Your name is Zoe.");
    }

    [Fact]
    public async Task Ctrl_C_stops_the_answer_and_the_chat_continues()
    {
        await using var terminal = StartTerminal(WriteEndless(), "--temperature", "2", "--context", "200000");
        await terminal.EnterAsync("hello");
        await terminal.SeeAsync(" "); // The answer has begun.
        await terminal.PressAsync(CtrlC);
        await terminal.EnterAsync("/model");
        await terminal.SeeAsync("endless answers.");

        await terminal.LeaveAsync();
    }

    [Fact]
    public async Task Ctrl_C_right_after_Enter_stops_the_answer_and_not_the_chat()
    {
        await using var terminal = StartTerminal(WriteEndless(), "--temperature", "2", "--context", "200000");
        for (var question = 0; question < 30; question++)
        {
            await terminal.EnterAsync("hello");
            await terminal.PressAsync(CtrlC);
        }

        await terminal.EnterAsync("/exit");

        await terminal.EndsWithAsync(0);
    }

    [Fact]
    public async Task What_is_typed_during_an_answer_is_not_echoed_and_waits_for_the_next_prompt()
    {
        await using var terminal = StartEchoingTerminal(WriteEndless(), "--temperature", "2", "--context", "8192", "--max-tokens", "2000");
        await terminal.EnterAsync("hello");
        await terminal.SeeAsync(" "); // The answer has begun.
        var begun = terminal.Screen.Length;
        await terminal.PressAsync("/exit\r");

        await terminal.EndsWithAsync(0);
        var later = terminal.Screen[begun..];
        var prompt = later.IndexOf("\r> ", StringComparison.Ordinal);
        later[..prompt].Should().NotContain("/exit");
        later[prompt..].Should().Contain("\r> /exit");
    }

    [Fact]
    public async Task What_is_typed_while_the_model_is_loaded_is_not_echoed_and_waits_for_the_first_prompt()
    {
        await using var terminal = StartEchoingTerminal(); // edge-tiny, with a note before it is loaded
        await terminal.SeeAsync("No model is named");
        await terminal.PressAsync("/exit\r");

        await terminal.EndsWithAsync(0);
        terminal.Screen[..terminal.Screen.IndexOf("\r> ", StringComparison.Ordinal)].Should().NotContain("/exit");
    }

    [Fact]
    public async Task Ctrl_C_forgets_what_was_typed_during_the_answer()
    {
        await using var terminal = StartTerminal(WriteEndless(), "--temperature", "2", "--context", "200000");
        await terminal.EnterAsync("hello");
        await terminal.SeeAsync(" "); // The answer has begun.
        await terminal.PressAsync("/exit\r");
        for (var word = 0; word < 200; word++)
            await terminal.SeeAsync(" "); // The tool has the time to read the keys.
        await terminal.PressAsync(CtrlC);
        await terminal.EnterAsync("/model");
        await terminal.SeeAsync("endless answers.");

        await terminal.LeaveAsync();
    }

    [Fact]
    public async Task A_question_may_have_several_lines()
    {
        await using var terminal = StartTerminal("edge-tiny");
        await terminal.EnterAsync("What is the capital\\");
        await terminal.EnterAsync("of France?", ". ");
        await terminal.SeeAsync("The capital of France is Paris.");
        await terminal.EnterAsync("/clear");

        await terminal.SeeAsync("\r> ");
        await terminal.PressAsync("What is the capital\rof France?\r"); // pasted
        await terminal.SeeAsync("\r. of France?");
        await terminal.SeeAsync("The capital of France is Paris.");

        await terminal.LeaveAsync();
    }

    [Fact]
    public async Task Ctrl_C_at_the_prompt_ends_the_chat()
    {
        await using var terminal = StartTerminal("edge-tiny");
        await terminal.SeeAsync("\r> ");
        await terminal.PressAsync(CtrlC);

        await terminal.EndsWithAsync(130);
    }

    [Fact]
    public async Task Another_model_continues_the_conversation()
    {
        var file = WriteEndless();
        await using var terminal = StartTerminal(file, "--max-tokens", "20");
        await terminal.EnterAsync("/model no-such-model");
        await terminal.SeeAsync("EDGE_MODEL_UNKNOWN");
        await terminal.EnterAsync("/model edge-tiny");
        await terminal.SeeAsync("edge-tiny answers.");
        await terminal.EnterAsync("What is the capital of France?");
        await terminal.SeeAsync("The capital of France is Paris.");

        await terminal.LeaveAsync();
    }

    [Fact]
    public async Task Another_model_is_downloaded_during_the_chat()
    {
        Serve("tiny", new RandomLlama().ToArray());
        await using var terminal = StartTerminal("edge-tiny");
        await terminal.EnterAsync("/model tiny");
        await terminal.SeeAsync("tiny answers.");

        await terminal.LeaveAsync();
        File.Exists(PathOf("tiny")).Should().BeTrue();
    }

    [Fact]
    public async Task Keys_edit_the_line_and_find_earlier_ones()
    {
        await using var terminal = StartTerminal("edge-tiny");
        await terminal.EnterAsync("What is the capital of Franc\u007f\u007f\u007f\u007f\u007fFrance?"); // five backspaces
        await terminal.SeeAsync("The capital of France is Paris.");
        await terminal.EnterAsync("/clear");
        await terminal.EnterAsync(ArrowUp + ArrowUp + "\u0001" + "Well: " + "\u0001" + "\u001b[3~\u001b[3~\u001b[3~\u001b[3~\u001b[3~\u001b[3~"); // to the start, some text, to the start, delete it
        await terminal.SeeAsync("The capital of France is Paris.");

        await terminal.LeaveAsync();
    }

    [Fact]
    public async Task A_line_that_is_longer_than_the_terminal_is_wide_stays_complete()
    {
        await using var terminal = StartTerminal("edge-tiny");
        await terminal.EnterAsync("/" + string.Concat(Enumerable.Repeat("long👍日本", 40)));
        await terminal.SeeAsync($"There is no command '/{string.Concat(Enumerable.Repeat("long👍日本", 40))}'");

        await terminal.LeaveAsync();
    }

    [Fact]
    public async Task An_unknown_command_and_a_wrong_file_do_not_end_the_chat()
    {
        await using var terminal = StartTerminal("edge-tiny");
        await terminal.EnterAsync("/frobnicate");
        await terminal.SeeAsync("There is no command '/frobnicate'");
        await terminal.EnterAsync($"/load {Write("not.json", "{}")}");
        await terminal.SeeAsync("EDGE_INPUT_INVALID");
        await terminal.EnterAsync("/help");
        await terminal.SeeAsync("/save FILE");
        await terminal.EnterAsync("/exit");

        await terminal.EndsWithAsync(0);
    }
}
