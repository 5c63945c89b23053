using System.Globalization;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Security.Hostile;

/// <summary>
/// What somebody sends who means no good, or whose program is broken: each request of Vectors/hostile goes over a socket into the whole server, gets the
/// status and the shape of answer that it should, learns nothing, and changes nothing.
/// </summary>
public sealed class Hostile_requests(HostileServers servers) : IClassFixture<HostileServers>
{
    const int Least = 200;

    /// <summary>What an answer tells of our insides when it should not.</summary>
    static readonly string[] Insides =
    [
        "   at ", "Exception", "StackTrace", ".cs:line", "Orgvue.ScimEndpoint.", "System.", "Microsoft.", "Npgsql", "SQLite", "EntityFramework", "SELECT ", "INSERT ",
    ];

    public static TheoryData<StorageProvider, string> Cases
    {
        get
        {
            var all = new TheoryData<StorageProvider, string>();
            foreach (var provider in HostileServers.Storages)
                foreach (var hostile in HostileCase.All) all.Add(provider, hostile.Id);
            return all;
        }
    }

    [Fact]
    public void Are_two_hundred_at_least_and_each_is_another()
    {
        Assert.True(HostileCase.All.Count >= Least, $"There are {HostileCase.All.Count} cases.");
        Assert.Equal(HostileCase.All.Count, HostileCase.All.Select(c => c.Id).Distinct().Count());
        // A case that expects nothing finds nothing.
        Assert.All(HostileCase.All, c => Assert.True(c.IsBare || c.Says.Count + c.Lacks.Count + c.Operations.Count > 0, c.Id));
        Assert.All(HostileCase.All, c => Assert.InRange(c.Status, 200, 499));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Are_answered_as_they_should_be_and_change_nothing(StorageProvider provider, string id)
    {
        var (server, hostile) = (servers[provider], HostileCase.All.Single(c => c.Id == id));

        var answer = await server.SendAsync(hostile);

        var changed = await server.ChangedAsync(ofTheirsAlone: hostile.Writes);
        var told = $"{hostile.Method} {hostile.Target[..Math.Min(hostile.Target.Length, 200)]}\n{answer.Head}\n{answer.Body[..Math.Min(answer.Body.Length, 2000)]}";
        Assert.True(hostile.Status == answer.Status, $"{hostile.Status} was expected: {told}");
        if (hostile.IsBare) Assert.True(answer.Body.Length == 0, told);
        else Assert.True(answer.Status < 400 || Shape(hostile, answer) is null, $"{Shape(hostile, answer)}: {told}");
        Assert.All(hostile.Says.Select(server.Filled), word => Assert.True(answer.Body.Contains(word, StringComparison.Ordinal), $"\"{word}\" is not said: {told}"));
        Assert.All(hostile.Lacks.Select(server.Filled).Concat(Insides), word => Assert.False(answer.Body.Contains(word, StringComparison.Ordinal), $"\"{word}\" is said: {told}"));
        Assert.All(server.Secrets, secret => Assert.DoesNotContain(secret, answer.Head + answer.Body, StringComparison.Ordinal));
        if (hostile.Operations.Count > 0) Assert.Equal(hostile.Operations, Operations(answer));
        Assert.Empty(changed);
    }

    /// <summary>What is wrong with the shape of a refusal; each surface has its own.</summary>
    static string? Shape(HostileCase hostile, WireAnswer answer)
    {
        if (Parsed(answer.Body) is not { } body) return "the answer is no JSON object";
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        if (hostile.IsRefusedByScim)
            return answer.Header("Content-Type") != "application/scim+json" ? "the answer is no application/scim+json"
                : body["schemas"]?.ToJsonString() != """["urn:ietf:params:scim:api:messages:2.0:Error"]""" ? "the schemas are not those of an error"
                : body["status"]?.ToJsonString() != $"\"{status}\"" ? "the status is not the one that was answered, as a string"
                : (string?)body["scimType"] != hostile.ScimType ? $"the scimType is not {hostile.ScimType ?? "left out"}"
                : Named(body["detail"]) ? null : "the detail says nothing";
        if (hostile.Target.StartsWith("/odata", StringComparison.OrdinalIgnoreCase))
            return Named(body["error"]?["message"]) && (string?)body["error"]?["code"] == status || Named(body["detail"]) ? null : "the error is not OData's";
        if (hostile.Target.StartsWith("/api/v1", StringComparison.OrdinalIgnoreCase))
            return body["errors"]?[0] is { } error && Named(error["message"]) && ((string?)error["code"])!.StartsWith(status, StringComparison.Ordinal) ? null : "the error is not Orgvue's";
        if (hostile.IsWorkOs) return Named(body["message"]) && Named(body["code"]) ? null : "the error is not WorkOS's";
        return answer.Header("Content-Type")?.StartsWith("application/problem+json", StringComparison.Ordinal) != true ? "the answer is no application/problem+json"
            : body["status"]?.ToJsonString() != status ? "the status is not the one that was answered"
            : Named(body["title"]) ? null : "the problem has no title";
    }

    static bool Named(JsonNode? text) => text is JsonValue && text.GetValueKind() == System.Text.Json.JsonValueKind.String && (string)text! is { Length: > 3 };

    static JsonObject? Parsed(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    static IEnumerable<string> Operations(WireAnswer answer) => Parsed(answer.Body)!["Operations"]!.AsArray()
        .Select(o => $"{o!["status"]} {o["response"]?["scimType"]}".TrimEnd());
}

/// <summary>A server on each storage that can refuse a text or a duplicate by itself.</summary>
public sealed class HostileServers : IAsyncLifetime
{
    readonly Dictionary<StorageProvider, HostileServer> _servers = [];

    internal HostileServer this[StorageProvider provider] => _servers[provider];

    public static IEnumerable<StorageProvider> Storages => Host.Storages.Where(s => s != StorageProvider.InMemory);

    public async Task InitializeAsync()
    {
        foreach (var provider in Storages) _servers[provider] = await HostileServer.StartAsync(provider);
    }

    public async Task DisposeAsync()
    {
        foreach (var server in _servers.Values) await server.Host.DisposeAsync();
    }
}
