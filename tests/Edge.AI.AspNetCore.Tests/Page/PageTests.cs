using Edge.AI.AspNetCore.Tests.Support;
using Edge.AI.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Edge.AI.AspNetCore.Tests.Page;

/// <summary>The chat page in a browser.</summary>
public sealed class PageTests(TinyServer tiny, Browser browser)
{
    private const string Answer = "The capital of France is Paris.";

    private const string Markdown = """
        ## Three things
        A **bold** word, *another*, `code`, and [a link](javascript:alert(1)).

        1. first
        2. second
           - nested

        ```csharp
        var answer = 42;
        ```

        | model | size |
        |---|---|
        | tiny | 5 MB |

        <img src=x onerror="document.title='broken'"><script>document.title='broken'</script>
        """;

    [Fact]
    public async Task A_message_is_answered_and_kept_in_the_history()
    {
        var page = await OpenAsync();
        await AskAsync(page, "What is the capital of France?");

        await Expect(page.Locator(".message.assistant .body")).ToHaveTextAsync(Answer);
        await Expect(page.Locator(".stats")).ToContainTextAsync("tokens/s");
        await page.ReloadAsync();
        await page.Locator(".history .title", new() { HasText = "What is the capital" }).ClickAsync();
        await Expect(page.Locator(".message.assistant .body")).ToHaveTextAsync(Answer);
    }

    [Fact]
    public async Task A_message_that_is_sent_before_the_models_are_known_waits_for_them()
    {
        var page = await browser.OpenAsync();
        var sent = new TaskCompletionSource();
        await page.RouteAsync("**/v1/models", async route =>
        {
            await sent.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(tiny.Server.Address.OriginalString);
        await AskAsync(page, "What is the capital of France?");
        sent.SetResult();

        await Expect(page.Locator(".message.assistant .body")).ToHaveTextAsync(Answer);
    }

    [Fact]
    public async Task An_answer_can_be_stopped_by_the_keyboard()
    {
        await using var server = await ScriptedAsync((_, cancellation) => SlowlyAsync(cancellation));
        var page = await OpenAsync(server);
        await AskAsync(page, "Go on");
        await Expect(page.Locator(".message.assistant .body")).ToContainTextAsync("word");
        await page.Keyboard.PressAsync("Escape");

        await Expect(page.Locator(".stats")).ToContainTextAsync("stopped");
        await Expect(page.Locator("#send")).ToBeVisibleAsync();
        await Expect(page.Locator("#prompt")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_text_of_a_model_is_rendered_without_its_markup()
    {
        await using var server = await ScriptedAsync((_, _) => new[] { (AIContent)new TextContent(Markdown) }.ToAsyncEnumerable());
        var page = await OpenAsync(server);
        await AskAsync(page, "Show me");
        var body = page.Locator(".message.assistant .body");

        await Expect(body.Locator("h3")).ToHaveTextAsync("Three things");
        await Expect(body.Locator("strong")).ToHaveTextAsync("bold");
        await Expect(body.Locator("ol > li")).ToHaveCountAsync(2);
        await Expect(body.Locator("ol li ul li")).ToHaveTextAsync("nested");
        await Expect(body.Locator("pre code")).ToHaveTextAsync("var answer = 42;");
        await Expect(body.Locator("td").First).ToHaveTextAsync("tiny");
        await Expect(body.Locator("a, img, script, iframe")).ToHaveCountAsync(0);
        await Expect(body).ToContainTextAsync("<script>");
        (await page.TitleAsync()).Should().Be("Edge.AI Chat");
    }

    [Fact]
    public async Task An_error_is_shown_with_its_code_and_can_be_tried_again()
    {
        var asked = 0;
        await using var server = await ScriptedAsync((_, _) => ++asked == 1 ? throw new InvalidOperationException() : new[] { (AIContent)new TextContent("Here I am.") }.ToAsyncEnumerable());
        var page = await OpenAsync(server);
        await AskAsync(page, "Are you there?");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("internal_error");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.Locator(".message.assistant .body")).ToHaveTextAsync("Here I am.");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_model_is_switched_by_the_keyboard_alone()
    {
        await using var server = await TestServer.StartAsync(services =>
        {
            TinyServer.AddTiny(services);
            services.AddKeyedSingleton<IChatClient>("other", new ScriptedClient((_, _) => new[] { (AIContent)new TextContent("I am the other one.") }.ToAsyncEnumerable()));
        });
        var page = await OpenAsync(server);
        await page.Locator("#open-models").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#models")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("other");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use other" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#models")).ToBeHiddenAsync();
        await Expect(page.Locator("#prompt")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Who are you?");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".message.assistant .body")).ToHaveTextAsync("I am the other one.");
    }

    [Fact]
    public async Task A_download_is_shown_paused_and_resumed()
    {
        await using var files = await LoopbackModelServer.StartAsync();
        var gate = new Gate();
        var file = files.Serve("a.gguf", TinyModelBytes.Of(4 << 20)).Then(new ServedReply { WaitsAfter = 3 << 20, Gate = gate });
        var folder = Directory.CreateTempSubdirectory("edge-ai-page-").FullName;
        await using (var server = await TestServer.StartAsync(services =>
        {
            services.AddEdgeModelProvisioning(options => options.ModelDirectory = folder);
            services.AddEdgeModelCatalog(new ModelCatalog([CatalogModels.Of("large", file)]));
            services.AddSingleton<IChatClient>(new ScriptedClient((_, _) => throw new InvalidOperationException()));
            services.AddEdgeServer();
        }))
        {
            var page = await OpenAsync(server);
            await page.Locator("#open-models").ClickAsync();
            await page.Locator("#model-search").FillAsync("model large");
            var card = page.Locator("[data-id=large]");
            await Expect(card).ToContainTextAsync("Apache-2.0");
            await card.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync();
            await gate.Reached;
            await Expect(card.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
            await card.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
            await Expect(card).ToContainTextAsync("Paused");
            await card.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();

            await Expect(card).ToContainTextAsync("on disk");
            await Expect(card.GetByRole(AriaRole.Button, new() { Name = "Delete from disk" })).ToBeVisibleAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_download_of_a_chat_is_shown_although_the_last_one_has_failed()
    {
        await using var files = await LoopbackModelServer.StartAsync();
        var gate = new Gate();
        var file = files.Serve("a.gguf", TinyModelBytes.Of(4 << 20)).Then(ServedReply.Status(404)).Then(new ServedReply { WaitsAfter = 3 << 20, Gate = gate });
        var model = CatalogModels.Of("large", file);
        var folder = Directory.CreateTempSubdirectory("edge-ai-page-").FullName;
        var begin = new TaskCompletionSource();
        IModelProvisioner provisioner = null!;
        await using (var server = await TestServer.StartAsync(services =>
        {
            services.AddEdgeModelProvisioning(options => options.ModelDirectory = folder);
            services.AddEdgeModelCatalog(new ModelCatalog([model]));
            services.AddSingleton<IChatClient>(new ScriptedClient((_, cancellation) => AfterDownloadAsync(cancellation), model.Id, model));
            services.AddEdgeServer();
        }))
        {
            provisioner = server.Services.GetRequiredService<IModelProvisioner>();
            var page = await OpenAsync(server);
            await page.Locator("#open-models").ClickAsync();
            await page.Locator("[data-id=large]").GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync();
            await Expect(page.Locator("[data-id=large]").GetByRole(AriaRole.Alert)).ToContainTextAsync("could not be downloaded");
            await page.Keyboard.PressAsync("Escape");

            await page.RunAndWaitForResponseAsync(() => AskAsync(page, "Go"), response => response.Url.EndsWith("/progress", StringComparison.Ordinal));
            begin.SetResult(); // only now does the chat start its download
            await gate.Reached;
            await Expect(page.Locator("#provisioning").GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
            gate.Open();

            await Expect(page.Locator(".message.assistant .body")).ToHaveTextAsync("Here I am.");
        }

        Directory.Delete(folder, recursive: true);

        async IAsyncEnumerable<AIContent> AfterDownloadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await begin.Task;
            await provisioner.EnsureAsync(model, cancellationToken: cancellation);
            yield return new TextContent("Here I am.");
        }
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(375, ColorScheme.Light)]
    [InlineData(375, ColorScheme.Dark)]
    public async Task Every_control_has_a_name_text_has_contrast_and_nothing_is_wider_than_the_window(int width, ColorScheme scheme)
    {
        var page = await OpenAsync(width: width, scheme: scheme);
        await AskAsync(page, "What is the capital of France?");
        await Expect(page.Locator(".stats")).ToContainTextAsync("tokens/s");
        (await FindProblemsAsync(page)).Should().BeEmpty("of the conversation");
        var stage = await page.Locator(".stage").BoundingBoxAsync();
        stage!.Width.Should().BeGreaterThanOrEqualTo(Math.Min(width, 900), "the conversation has the room beside the list");

        await page.Locator("#open-models").ClickAsync();
        (await FindProblemsAsync(page)).Should().BeEmpty("of the picker");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#open-settings").ClickAsync();
        (await FindProblemsAsync(page)).Should().BeEmpty("of the settings");
    }

    [Fact]
    public async Task Settings_are_sent_with_the_next_message()
    {
        ChatOptions? seen = null;
        await using var server = await ScriptedAsync((options, _) =>
        {
            seen = options;
            return new[] { (AIContent)new TextContent("Yes.") }.ToAsyncEnumerable();
        });
        var page = await OpenAsync(server);
        await page.Locator("#open-settings").ClickAsync();
        await page.Locator("#s-temperature").FillAsync("0.3");
        await page.Locator("#s-maxTokens").FillAsync("77");
        await page.Locator("#s-theme").SelectOptionAsync("dark");
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await AskAsync(page, "Go");
        await Expect(page.Locator(".message.assistant .body")).ToHaveTextAsync("Yes.");

        (seen!.Temperature, seen.MaxOutputTokens).Should().Be((0.3f, 77));
        (await ColorSchemeAsync(page)).Should().Be("dark");
    }

    [Fact]
    public async Task Settings_count_as_soon_as_they_are_entered_or_reset()
    {
        var page = await OpenAsync();
        await page.Locator("#open-settings").ClickAsync();

        await page.Locator("#s-theme").SelectOptionAsync("dark");
        (await ColorSchemeAsync(page)).Should().Be("dark");

        await page.GetByRole(AriaRole.Button, new() { Name = "Use defaults" }).ClickAsync();
        (await ColorSchemeAsync(page)).Should().NotBe("dark");
    }

    private static Task<string> ColorSchemeAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.documentElement).colorScheme");

    private Task<IPage> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light) => OpenAsync(tiny.Server, width, scheme);

    private async Task<IPage> OpenAsync(TestServer server, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await browser.OpenAsync(width, scheme: scheme);
        await page.GotoAsync(server.Address.OriginalString);
        await Expect(page.Locator("#model-name")).Not.ToHaveTextAsync("Model");
        return page;
    }

    private static async Task AskAsync(IPage page, string question)
    {
        await page.Locator("#prompt").FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task<string[]> FindProblemsAsync(IPage page) =>
        await page.EvaluateAsync<string[]>(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Page", "accessibility.js")));

    private static Task<TestServer> ScriptedAsync(Func<ChatOptions?, CancellationToken, IAsyncEnumerable<AIContent>> answer) => TestServer.StartAsync(services =>
    {
        services.AddEdgeModelProvisioning();
        services.AddSingleton<IChatClient>(new ScriptedClient(answer));
        services.AddEdgeServer();
    });

    private static async IAsyncEnumerable<AIContent> SlowlyAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new TextContent("one word ");
        await Task.Delay(Timeout.Infinite, cancellation);
    }
}
