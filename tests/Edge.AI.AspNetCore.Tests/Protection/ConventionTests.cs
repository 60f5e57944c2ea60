using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Edge.AI.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Edge.AI.AspNetCore.Tests.Protection;

/// <summary>Conventions and middleware of ASP.NET on the endpoints.</summary>
public sealed class ConventionTests
{
    private const string Page = "https://app.example.com";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_API_that_requires_authorization_answers_only_users()
    {
        await using var server = await StartAsync(
            services => services.AddAuthorization().AddAuthentication(UserHeader.Scheme).AddScheme<AuthenticationSchemeOptions, UserHeader>(UserHeader.Scheme, configureOptions: null),
            app =>
            {
                app.MapOpenAI().RequireAuthorization();
                app.MapEdgeModels().RequireAuthorization();
                app.MapOllama();
            });

        (await StatusAsync(server, "v1/models")).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, "models")).Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, "v1/models", (UserHeader.Name, "Ada"))).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(server, "models", (UserHeader.Name, "Ada"))).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(server, "api/tags")).Should().Be(HttpStatusCode.OK, "it has no such convention");
    }

    [Fact]
    public async Task A_browser_asks_before_a_request_without_being_a_user()
    {
        await using var server = await StartAsync(
            services =>
            {
                services.AddAuthorization().AddAuthentication(UserHeader.Scheme).AddScheme<AuthenticationSchemeOptions, UserHeader>(UserHeader.Scheme, configureOptions: null);
                services.AddEdgeServer(options => options.AllowedOrigins.Add(Page));
            },
            app => app.MapOpenAI().RequireAuthorization());

        using var response = await PreflightAsync(server, Page);
        response.StatusCode.Should().Be(HttpStatusCode.NoContent);
        response.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal(Page);
    }

    [Fact]
    public async Task A_rate_limit_of_the_app_applies()
    {
        await using var server = await StartAsync(
            services => services.AddRateLimiter(limiter =>
            {
                limiter.RejectionStatusCode = (int)HttpStatusCode.TooManyRequests;
                limiter.AddFixedWindowLimiter("chat", window =>
                {
                    window.PermitLimit = 2;
                    window.Window = TimeSpan.FromHours(1);
                });
            }),
            app =>
            {
                app.UseRateLimiter();
                app.MapOpenAI().RequireRateLimiting("chat");
                app.MapOllama();
            });

        (await StatusAsync(server, "v1/models")).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(server, "v1/models")).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(server, "v1/models")).Should().Be(HttpStatusCode.TooManyRequests);
        (await StatusAsync(server, "api/tags")).Should().Be(HttpStatusCode.OK, "it has no such convention");
    }

    [Fact]
    public async Task A_named_CORS_policy_decides_which_origins_are_allowed()
    {
        await using var server = await StartAsync(
            services => services.AddCors(cors => cors.AddPolicy("page", policy => policy.WithOrigins(Page).WithHeaders("authorization", "content-type").WithMethods("POST"))),
            app =>
            {
                app.UseCors();
                app.MapOpenAI().RequireCors("page");
            });

        using var allowed = await PreflightAsync(server, Page);
        allowed.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal(Page);
        allowed.Headers.GetValues("Access-Control-Allow-Headers").Should().Equal("authorization,content-type");
        using var foreign = await PreflightAsync(server, "https://evil.example");
        foreign.Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse();

        using var answer = await SendAsync(server, "v1/models", ("Origin", Page));
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal(Page);
    }

    [Fact]
    public async Task An_OpenAPI_document_describes_the_endpoints_but_not_the_page()
    {
        await using var server = await StartAsync(
            services => services.AddOpenApi(),
            app =>
            {
                app.MapOpenAI();
                app.MapOllama();
                app.MapEdgeModels();
                app.MapEdgeChatPage();
                app.MapOpenApi();
            });

        var document = await server.Http.GetFromJsonAsync<JsonElement>("openapi/v1.json", Cancellation);
        var paths = document.GetProperty("paths");
        paths.EnumerateObject().Select(path => path.Name).Should().BeEquivalentTo(
            "/v1/models", "/v1/models/{model}", "/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses", "/api/chat", "/api/tags", "/api/version",
            "/models", "/models/{id}", "/models/{id}/progress", "/models/{id}/download", "/models/{id}/pause", "/models/{id}/resume", "/models/{id}/cancel");
        var chat = paths.GetProperty("/v1/chat/completions").GetProperty("post");
        chat.GetProperty("summary").GetString().Should().Be("Answers a conversation.");
        chat.GetProperty("tags")[0].GetString().Should().Be("OpenAI");
        paths.GetProperty("/models/{id}").EnumerateObject().Select(method => method.Name).Should().Contain(["get", "delete"]);
    }

    [Fact]
    public async Task Problems_below_models_have_what_the_app_adds_to_all_problems()
    {
        await using var server = await StartAsync(
            services => services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context => context.ProblemDetails.Extensions["server"] = "test"),
            app =>
            {
                app.MapOpenAI();
                app.MapEdgeModels();
            });

        using var response = await SendAsync(server, "models/who");
        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        problem.GetProperty("status").GetInt32().Should().Be(404);
        problem.GetProperty("detail").GetString().Should().Contain("who");
        problem.GetProperty("code").GetString().Should().Be("model_not_found");
        problem.GetProperty("server").GetString().Should().Be("test");

        using var openAI = await SendAsync(server, "v1/models/who");
        (await openAI.ErrorCodeAsync()).Should().Be("model_not_found", "OpenAI's shape is that of its protocol");
    }

    [Theory]
    [InlineData("v1/models")]
    [InlineData("v1/models/who")]
    [InlineData("api/tags")]
    [InlineData("models")]
    [InlineData("")]
    public async Task No_browser_guesses_another_type_for_an_answer(string path)
    {
        await using var server = await StartAsync(_ => { }, map: null);

        using var response = await SendAsync(server, path);
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    private static Task<TestServer> StartAsync(Action<IServiceCollection> addServices, Action<WebApplication>? map) => TestServer.StartAsync(
        services =>
        {
            services.AddEdgeModelProvisioning();
            services.AddSingleton<IChatClient>(new ScriptedClient((_, _) => AsyncEnumerable.Empty<AIContent>()));
            services.AddEdgeServer();
            addServices(services);
        }, map);

    private static async Task<HttpStatusCode> StatusAsync(TestServer server, string path, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(server, path, headers);
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestServer server, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await server.Http.SendAsync(request, Cancellation);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(TestServer server, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "v1/chat/completions")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "authorization,content-type" } },
        };
        return await server.Http.SendAsync(request, Cancellation);
    }

    /// <summary>Whoever sends a name is that user.</summary>
    private sealed class UserHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public new const string Scheme = "test";
        public const string Name = "X-User";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers[Name].ToString() is { Length: > 0 } user
            ? AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, user)], Scheme)), Scheme))
            : AuthenticateResult.NoResult());
    }
}
