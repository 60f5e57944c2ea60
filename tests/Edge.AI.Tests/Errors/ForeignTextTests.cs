using Edge.AI.Catalog;
using Edge.AI.Common;
using Edge.AI.Native;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Errors;

public class ForeignTextTests
{
    private const string Hostile = "a\u001b]0;title\u0007\u001b[2J\r\n\u009b31m\u202eb\u2028\ud800";

    [Theory]
    [InlineData("Grüße, 😀 <b> 'x' \\n", "Grüße, 😀 <b> 'x' \\n")]
    [InlineData("a\u001b[31mb", "a\\u001b[31mb")]
    [InlineData("one\r\ntwo\tthree", "one\\u000d\\u000atwo\\u0009three")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("a\u202etxt.exe\u2066", "a\\u202etxt.exe\\u2066")]
    [InlineData("a\u2028b\0", "a\\u2028b\\u0000")]
    public void Control_characters_are_shown_as_escapes(string text, string shown) => ForeignText.Show(text).Should().Be(shown);

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_an_escape() => ForeignText.Show("a\ud800b").Should().Be("a\\ud800b");

    [Fact]
    public void Long_text_keeps_its_start_and_its_end()
    {
        var shown = ForeignText.Show($"start{new string('x', 1_000_000)}end");

        shown.Length.Should().BeLessThanOrEqualTo(ForeignText.MaxLength);
        shown.Should().StartWith("start").And.EndWith("end").And.Contain(" … ");
    }

    [Fact]
    public void An_error_shows_nothing_that_a_terminal_obeys()
    {
        var error = new ModelValidationException(Hostile, $"has a token {Hostile}", $"Look at {Hostile}", new InvalidOperationException(Hostile));

        ControlCharacters(error.Message).Should().BeEmpty();
        ControlCharacters(error.Hint).Should().BeEmpty();
        ControlCharacters(error.ToString().ReplaceLineEndings("")).Should().BeEmpty();
    }

    [Fact]
    public void A_models_own_words_reach_the_log_without_control_characters()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "hostile.gguf");
        new RandomLlama { Name = "a\u001b[31m\nfake line" }.Write(path);
        var logger = new RecordingLogger();

        NativeRuntime.Use(runtimeDirectory: null, logger);
        using (ModelHandle.Load(path, new(), logger, default))
        {
        }

        logger.Lines.Should().Contain(line => line.Text.Contains("general.name", StringComparison.Ordinal));
        logger.Lines.SelectMany(line => ControlCharacters(line.Text)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("https://user:secret@host.example/a?sig=secret#secret", "https://host.example/a")]
    [InlineData("ftp://user:secret@host.example/a?sig=secret", "ftp://host.example/")]
    [InlineData("foo:bar?sig=secret", "foo:")]
    [InlineData("foo://user:secret@host/bar?sig=secret#secret", "foo://host/")]
    [InlineData("mailto:a@b.example?subject=secret", "mailto:")]
    [InlineData("foo:user:secret@host", "foo:")]
    public void An_address_of_any_scheme_is_shown_without_its_secrets(string address, string shown) =>
        SafeAddress.Of(new(address)).Should().StartWith(shown).And.NotContain("secret");

    private static IEnumerable<char> ControlCharacters(string text) =>
        text.Where(character => char.IsControl(character) || character is (>= '\u2028' and <= '\u202e') || char.IsSurrogate(character));
}
