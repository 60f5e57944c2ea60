using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Tests.Parsing;

public class ModelRulesTests
{
    [Theory]
    [InlineData("model.gguf")]
    [InlineData("Phi-3-mini-4k-instruct-q4.gguf")]
    [InlineData("modèle (1).gguf")]
    [InlineData("a..b")]
    [InlineData("console.gguf")]
    [InlineData("com10")]
    [InlineData("lock")]
    public void A_plain_file_name_is_accepted(string name) => ModelRules.FileNameProblem(name).Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("x/../y")]
    [InlineData("/etc/x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("C:\\x")]
    [InlineData("C:x")]
    [InlineData("\\\\server\\share")]
    [InlineData("a:b")]
    [InlineData("a*")]
    [InlineData("a?")]
    [InlineData("a\"b")]
    [InlineData("a<b>")]
    [InlineData("a|b")]
    [InlineData("CON")]
    [InlineData("con.gguf")]
    [InlineData("CON .gguf")]
    [InlineData("NUL")]
    [InlineData("aux.tar.gz")]
    [InlineData("prn")]
    [InlineData("COM1")]
    [InlineData("com9.gguf")]
    [InlineData("COM¹")]
    [InlineData("LPT0")]
    [InlineData("CONIN$")]
    [InlineData("a.")]
    [InlineData("a ")]
    [InlineData(" a")]
    [InlineData(".hidden")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u202eb")]
    [InlineData("a.partial")]
    [InlineData("a.PARTIAL")]
    [InlineData("a.partial.json")]
    [InlineData("a.lock")]
    public void A_file_name_that_is_unsafe_on_any_system_is_refused(string name) => ModelRules.FileNameProblem(name).Should().NotBeNull();

    [Fact]
    public void An_unpaired_surrogate_in_a_file_name_is_refused() => ModelRules.FileNameProblem("a\ud83d").Should().NotBeNull();

    [Theory]
    [InlineData(240, true)]
    [InlineData(241, false)]
    public void A_file_name_has_up_to_240_bytes(int length, bool isValid) => (ModelRules.FileNameProblem(new string('a', length)) is null).Should().Be(isValid);

    [Fact]
    public void The_length_of_a_file_name_is_counted_in_UTF_8() => ModelRules.FileNameProblem(new string('é', 128)).Should().NotBeNull();

    [Theory]
    [InlineData("phi-3-mini-4k-instruct")]
    [InlineData("qwen2.5-0.5b")]
    [InlineData("a")]
    [InlineData("0_a")]
    [InlineData("confident")]
    public void A_valid_id_is_accepted(string id) => ModelRules.NameProblem(id).Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData("Phi")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".a")]
    [InlineData("-a")]
    [InlineData("_a")]
    [InlineData("a.")]
    [InlineData("é")]
    [InlineData("con")]
    [InlineData("nul.1")]
    [InlineData("a.lock")]
    [InlineData("a\n")]
    public void An_id_that_is_not_a_valid_folder_name_is_refused(string id) => ModelRules.NameProblem(id).Should().NotBeNull();

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void An_id_has_up_to_100_characters(int length, bool isValid) => (ModelRules.NameProblem(new string('a', length)) is null).Should().Be(isValid);

    [Theory]
    [InlineData("https://example.com/a.gguf")]
    [InlineData("https://example.com:8443/a%20b.gguf?download=true")]
    [InlineData("http://localhost:5000/a")]
    [InlineData("http://127.0.0.1/a")]
    [InlineData("http://[::1]:80/a")]
    [InlineData("app:a.gguf")]
    [InlineData("app:edge-tiny/edge-tiny-q8_0.gguf")]
    public void A_safe_address_is_accepted(string url) => ModelRules.SourceProblem(url).Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData("a.gguf")]
    [InlineData("/a.gguf")]
    [InlineData("//example.com/a")]
    [InlineData("http://example.com/a")]
    [InlineData("http://127.0.0.1.example.com/a")]
    [InlineData("http://localhost@example.com/a")]
    [InlineData("https://user:secret@example.com/a")]
    [InlineData("https:///a")]
    [InlineData("https:\\\\example.com\\a")]
    [InlineData(" https://example.com/a")]
    [InlineData("https://example.com/a b")]
    [InlineData("https://example.com/a\n")]
    [InlineData("ftp://example.com/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("app:")]
    [InlineData("app:/etc/passwd")]
    [InlineData("app://host/a")]
    [InlineData("app:../a")]
    [InlineData("app:a/../../b")]
    [InlineData("app:a/./b")]
    [InlineData("app:a//b")]
    [InlineData("app:a/")]
    [InlineData("app:a\\b")]
    [InlineData("app:%2e%2e/a")]
    [InlineData("app:C:/a")]
    [InlineData("app:a?b")]
    [InlineData("app:a#b")]
    [InlineData("APP:../a")]
    public void An_unsafe_address_is_refused(string url) => ModelRules.SourceProblem(url).Should().NotBeNull();

    [Fact]
    public void A_password_in_an_address_does_not_appear_in_the_message() =>
        ModelRules.SourceProblem("https://user:secret@example.com/a").Should().NotContain("secret");

    [Fact]
    public void A_homepage_cannot_be_an_app_address() => ModelRules.PageProblem("app:a").Should().NotBeNull();

    [Fact]
    public void A_message_contains_no_control_characters() => ModelRules.FileNameProblem("\u001b[2J").Should().NotContain("\u001b").And.Contain("\\u001B");

    [Fact]
    public void A_message_shows_only_the_start_of_a_long_text() => ModelRules.DigestProblem(new string('a', 1_000_000))!.Length.Should().BeLessThan(200);
}
