using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>A directory with every combination of characteristics, seen only through what it shows at /Schemas and /ResourceTypes.</summary>
public sealed class EverySchema : IAsyncLifetime, IAsyncDisposable
{
    readonly Host _host = new();
    readonly Dictionary<string, string> _cores = [];
    ShownAttribute[] _required = [];
    int _number;

    internal TestDirectory Directory { get; private set; } = null!;

    internal HttpClient Scim => Directory.Scim;

    /// <summary>All that clients can write: of the schemas of users and of groups, sub-attributes after their attributes.</summary>
    internal IReadOnlyList<ShownAttribute> Attributes { get; private set; } = [];

    /// <summary>A number that no value had yet.</summary>
    internal int Next => Interlocked.Increment(ref _number);

    public async Task InitializeAsync()
    {
        Directory = await _host.NewDirectoryAsync();
        foreach (var (uri, definition) in EveryCombination.Schemas())
            await Answers.ReadAsync(_host.Admin.PutAsJsonAsync($"/admin/api/directories/{Directory.Id}/schemas/{uri}",
                new JsonObject { ["resourceType"] = "User", ["definition"] = definition }), HttpStatusCode.Created);
        var shown = (await Scim.GetAsync("Schemas", HttpStatusCode.OK))["Resources"]!.AsArray().ToDictionary(s => (string)s!["id"]!, s => s!["attributes"]!.AsArray());
        var types = (await Scim.GetAsync("ResourceTypes", HttpStatusCode.OK))["Resources"]!.AsArray();
        Attributes = [.. types.Where(t => (string)t!["endpoint"]! is "/Users" or "/Groups").SelectMany(t => Of(t!, shown)).SelectMany(a => a.Parts.Prepend(a))];
        _required = [.. Attributes.Where(a => a.Parent is null && a.Required)];
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    /// <summary>The body of a resource that has what is required, of the extension in question too, and these values.</summary>
    internal JsonObject Body(string endpoint, string? extension, params (ShownAttribute Attribute, JsonNode? Value)[] values)
    {
        var body = new JsonObject { ["schemas"] = extension is null ? new JsonArray(_cores[endpoint]) : new JsonArray(_cores[endpoint], extension) };
        foreach (var attribute in _required.Where(a => a.Endpoint == endpoint && (a.Extension is null || a.Extension == extension)))
            Set(body, attribute, attribute.Value(Next));
        foreach (var (attribute, value) in values) Set(body, attribute, value);
        return body;
    }

    internal JsonObject Body(ShownAttribute attribute, JsonNode? value) => Body(attribute.Endpoint, attribute.Extension, (attribute, value));

    /// <summary>Creates it and tells its id.</summary>
    internal async Task<string> CreateAsync(string endpoint, JsonObject body) => (string)(await Scim.PostAsync(endpoint, body, HttpStatusCode.Created))["id"]!;

    internal async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(string method, string url, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Scim.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    internal Task<(HttpStatusCode Status, JsonNode Body)> PatchAsync(ShownAttribute attribute, string id, string op, JsonNode? value = null)
    {
        var operation = new JsonObject { ["op"] = op, ["path"] = attribute.Path };
        if (value is not null) operation["value"] = value.DeepClone();
        return SendAsync("PATCH", $"{attribute.Endpoint}/{id}", new JsonObject { ["schemas"] = new JsonArray(ScimUris.PatchOp), ["Operations"] = new JsonArray(operation) });
    }

    /// <summary>As it is stored.</summary>
    internal Task<string> DocumentAsync(string endpoint, Guid id) => _host.Store.ReadAsync(db => endpoint == "Users"
        ? db.Users.Where(u => u.Id == id).Select(u => u.Document).SingleAsync()
        : db.Groups.Where(g => g.Id == id).Select(g => g.Document).SingleAsync());

    internal async Task<int> CountAsync() =>
        (int)(await Scim.GetAsync("Users?count=0", HttpStatusCode.OK))["totalResults"]! + (int)(await Scim.GetAsync("Groups?count=0", HttpStatusCode.OK))["totalResults"]!;

    /// <summary>Whether the filter finds this one.</summary>
    internal async Task<bool> FindsAsync(ShownAttribute attribute, string id, string filter) => 1 ==
        (int)(await Scim.GetAsync($"{attribute.Endpoint}?count=0&filter={Uri.EscapeDataString($"id eq \"{id}\" and {filter}")}", HttpStatusCode.OK))["totalResults"]!;

    /// <summary>What a resource has at the attribute; of a part among many, that of the first.</summary>
    internal static JsonNode? At(JsonNode resource, ShownAttribute attribute)
    {
        var owner = attribute.Extension is { } extension ? resource[extension] : resource;
        if (attribute.Parent is null) return owner?[attribute.Name];
        var parent = owner?[attribute.Parent.Name];
        return (parent is JsonArray array ? array.FirstOrDefault() : parent)?[attribute.Name];
    }

    void Set(JsonObject body, ShownAttribute attribute, JsonNode? value)
    {
        var owner = body;
        if (attribute.Extension is { } extension) owner = (JsonObject)(body[extension] ??= new JsonObject());
        if (attribute.Parent is { } parent)
        {
            var part = owner[parent.Name] as JsonObject ?? (owner[parent.Name] as JsonArray)?[0] as JsonObject ?? [];
            if (part.Parent is null) owner[parent.Name] = parent.Many ? new JsonArray(part) : part;
            foreach (var required in parent.Parts.Where(p => p.Required && !p.ReadOnly && !part.ContainsKey(p.Name))) part[required.Name] = required.Value(Next);
            owner = part;
        }
        owner[attribute.Name] = value?.DeepClone();
    }

    IEnumerable<ShownAttribute> Of(JsonNode type, Dictionary<string, JsonArray> shown)
    {
        var endpoint = ((string)type["endpoint"]!)[1..];
        _cores[endpoint] = (string)type["schema"]!;
        var extensions = (type["schemaExtensions"]?.AsArray() ?? []).Select(e => (string?)e!["schema"]);
        return extensions.Prepend(null).SelectMany(e => shown[e ?? _cores[endpoint]].Select(a => new ShownAttribute(endpoint, e, a!.AsObject(), null)));
    }
}
