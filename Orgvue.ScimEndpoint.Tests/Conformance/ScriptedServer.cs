using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Orgvue.ScimEndpoint.Conformance.Format;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Tests.Conformance;

/// <summary>A server that says what the test tells it to, and remembers what it was asked.</summary>
sealed class ScriptedServer(Func<string, (int Status, string Body)> answer) : HttpMessageHandler
{
    public const string Token = "token-that-must-not-be-seen";
    public const string AdminKey = "admin-key-that-must-not-be-seen";

    /// <summary>"METHOD path", without the base address.</summary>
    public List<string> Asked { get; } = [];

    public List<string?> Authorizations { get; } = [];
    public List<string> Bodies { get; } = [];
    public List<string?> MediaTypes { get; } = [];
    public Dictionary<string, string> Headers { get; } = [];
    public string MediaType { get; init; } = "application/scim+json";

    public static ScriptedServer Always(int status, string body) => new(_ => (status, body));

    public HttpClient Scim() => Client("http://scim.example/scim/v2/directory_1/", Token);
    public HttpClient Admin() => Client("http://scim.example/", AdminKey);

    public Task<CaseResult> Hold(string steps, bool admin = false, bool anonymous = false) =>
        new DialogueRunner(Scim(), admin ? Admin() : null, new RunnerOptions { Random = new Random(7), Anonymous = anonymous ? Client("http://scim.example/", null) : null })
            .RunAsync(Dialogues.Load("rfc7644/sample.json", File(steps)).Single());

    public static string File(string steps, string more = "") =>
        $$"""{ "title": "t", "clause": "RFC 7644 §3", "level": "MUST", "source": "s"{{more}}, "cases": [{ "id": "c1", "title": "c", "steps": [{{steps}}] }] }""";

    public static string Error(int status, string scimType = "") =>
        $$"""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "{{status}}", "scimType": "{{scimType}}" }""";

    HttpClient Client(string root, string? key) => new(this, disposeHandler: false)
    {
        BaseAddress = new Uri(root),
        DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = $"{request.Method} {request.RequestUri!.PathAndQuery.Replace("/scim/v2/directory_1", "", StringComparison.Ordinal)}";
        Asked.Add(asked);
        Authorizations.Add(request.Headers.Authorization?.ToString());
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        MediaTypes.Add(request.Content?.Headers.ContentType?.ToString());
        var (status, body) = answer(asked);
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        foreach (var (name, value) in Headers) response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
