using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Admin.Cli;
using File = System.IO.File;
using Path = System.IO.Path;

namespace Orgvue.ScimEndpoint.Tests.Http;

public sealed class The_openapi_document : IAsyncLifetime, IDisposable
{
    const string Renew = "dotnet run --project Orgvue.ScimEndpoint -- openapi";
    static readonly string[] Surfaces = ["scim/", "admin/api", "api/v1", "directories", "directory_", "events", "webhook_endpoints"];
    readonly Host _host = new();
    JsonNode _document = null!;

    public async Task InitializeAsync() =>
        _document = JsonNode.Parse(await _host.ClientWith(null).GetStringAsync("/swagger/v1/swagger.json"))!;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Is_checked_in_as_it_is()
    {
        var checkedIn = await File.ReadAllTextAsync(Path.Combine(Root(), "openapi.yaml"));

        var written = await WrittenAsync();

        Assert.True(checkedIn.ReplaceLineEndings("\n") == written, $"openapi.yaml is stale. Renew it: {Renew}");
    }

    [Fact]
    public async Task Is_served_as_it_is_exported()
    {
        var written = await WrittenAsync();

        var served = await _host.ClientWith(null).GetStringAsync("/swagger/v1/swagger.yaml");

        Assert.Equal(written.TrimEnd(), served.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public void Holds_every_route()
    {
        var described = Operations().Select(o => $"{o.Method} {o.Path}").ToHashSet(StringComparer.OrdinalIgnoreCase);

        var routes = _host.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items
            .OfType<ControllerActionDescriptor>()
            .Where(a => Surfaces.Any(s => a.AttributeRouteInfo!.Template!.StartsWith(s, StringComparison.Ordinal)))
            .SelectMany(a => a.ActionConstraints!.OfType<HttpMethodActionConstraint>().SelectMany(c => c.HttpMethods)
                .Select(method => $"{method} /{a.AttributeRouteInfo!.Template!.Replace(":resource}", "}", StringComparison.Ordinal)}"))
            .ToList();

        Assert.NotEmpty(routes);
        Assert.Equal([], routes.Where(route => !described.Contains(route)));
    }

    /// <summary>Whoever asks these has nothing to show yet.</summary>
    static readonly string[] Open = ["get /admin/api/sign-in", "post /admin/api/sign-in", "post /oauth/token"];

    [Fact]
    public void Says_of_every_operation_what_it_does_who_may_and_how_it_is_refused()
    {
        var poor = Operations()
            .Where(o => string.IsNullOrWhiteSpace((string?)o.Operation["summary"]) || !o.Operation["responses"]!.AsObject().Any(r => r.Key[0] == '4' || Open[0] == Named(o)))
            .Select(Named);
        var open = Operations().Where(o => o.Operation["security"] is not JsonArray { Count: > 0 } security || security[0]!.AsObject().Count == 0).Select(Named);

        Assert.Equal([], poor);
        Assert.Equal(Open, open.Order(StringComparer.Ordinal));
    }

    static string Named((string Path, string Method, JsonNode Operation) operation) => $"{operation.Method} {operation.Path}";

    [Fact]
    public void Names_every_operation_once()
    {
        var ids = Operations().Select(o => (string)o.Operation["operationId"]!).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Refers_to_nothing_that_is_not_there()
    {
        var missing = References(_document).Distinct().Where(reference => At(reference) is null);

        Assert.Equal([], missing);
    }

    [Theory]
    [InlineData("scim/", "directoryToken")]
    [InlineData("admin/api", "adminKey")]
    [InlineData("api/v1", "adminKey")]
    [InlineData("odata/", "adminKey")]
    [InlineData("directories", "workOsKey")]
    [InlineData("directory_", "workOsKey")]
    [InlineData("events", "workOsKey")]
    public void Wants_the_bearer_of_the_surface(string surface, string scheme)
    {
        var schemes = Operations().Where(o => o.Path.StartsWith($"/{surface}", StringComparison.Ordinal) && !Open.Contains(Named(o)))
            .Select(o => o.Operation["security"]![0]!.AsObject().Single().Key).Distinct();

        Assert.Equal([scheme], schemes);
    }

    [Fact]
    public void Names_no_machine() => Assert.Equal("/", (string?)_document["servers"]!.AsArray().Single()!["url"]);

    [Theory]
    [InlineData("/swagger/index.html")]
    [InlineData("/swagger/v1/swagger.json")]
    [InlineData("/swagger/v1/swagger.yaml")]
    public async Task Is_open_to_everybody(string address)
    {
        var answer = await _host.ClientWith(null).GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Is_where_the_server_s_address_leads()
    {
        var answer = await _host.ClientWith(null).GetAsync("/");

        Assert.Equal("/swagger", answer.Headers.Location?.OriginalString);
    }

    static async Task<string> WrittenAsync()
    {
        var file = Path.GetTempFileName();
        try
        {
            Assert.Equal(0, await Commands.TryRunAsync(["openapi", "--out", file], new System.IO.StringWriter()));
            return await File.ReadAllTextAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    IEnumerable<(string Path, string Method, JsonNode Operation)> Operations() =>
        from path in _document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!);

    static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p is { Key: "$ref", Value: JsonValue reference } ? [(string)reference!] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };

    JsonNode? At(string reference) => reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode?)_document, (node, name) => node?[name]);

    static string Root()
    {
        var folder = new System.IO.DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Orgvue.ScimEndpoint.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
