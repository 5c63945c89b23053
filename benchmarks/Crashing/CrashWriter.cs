using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Benchmarks.Crashing;

/// <summary>
/// Writes users of its own, one request after the other, and knows what the server has said of each. What was under way when the server was killed may have
/// happened or not; everything else must be as it was answered.
/// </summary>
sealed class CrashWriter
{
    const string UserSchema = "urn:ietf:params:scim:schemas:core:2.0:User", GroupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";
    const int MostUsers = 60;

    readonly HttpClient _scim;
    readonly int _number;
    readonly Random _random;
    readonly string _group;
    readonly Dictionary<string, Known> _users = new(StringComparer.Ordinal);
    readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    int _made;
    (string UserName, Known? Before, Known? After)? _underWay;

    CrashWriter(HttpClient scim, int number, int seed, string group) => (_scim, _number, _random, _group) = (scim, number, new Random(seed), group);

    /// <summary>What a user is: its id, its title, and whether the writer's group has it.</summary>
    public sealed record Known(string? Id, int Title, bool Member);

    public int Acknowledged { get; private set; }

    public int UnderWay { get; private set; }

    public IReadOnlyDictionary<string, Known> Users => _users;

    public static async Task<CrashWriter> NewAsync(HttpClient scim, int number, int seed)
    {
        // Who is neither user nor admin gets no account: the others' runs record failures.
        var name = $"IMAPP_Orgvue_SCIM_{number switch { 0 => "user", 1 => "admin", _ => $"role{number}" }}";
        var group = await SentAsync(scim, HttpMethod.Post, "Groups", new JsonObject { ["schemas"] = new JsonArray(GroupSchema), ["displayName"] = name }, default);
        return new(scim, number, seed, (string)group!["id"]!);
    }

    /// <summary>Writes until it is told to stop, or the server is gone.</summary>
    public async Task WorkAsync(CancellationToken ct)
    {
        _underWay = null;
        _touched.Clear();
        try
        {
            while (!ct.IsCancellationRequested) await StepAsync(ct);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or System.IO.IOException)
        {
            if (_underWay is not null) UnderWay++;
        }
    }

    async Task StepAsync(CancellationToken ct)
    {
        var names = _users.Keys.ToList();
        var userName = names.Count == 0 || names.Count < MostUsers && _random.Next(3) == 0 ? $"w{_number}-{_made++}@crash.example" : names[_random.Next(names.Count)];
        var before = _users.GetValueOrDefault(userName);
        Known? after;
        Func<Task<JsonNode?>> send;
        if (before is null)
        {
            after = new(null, 0, false);
            send = () => SentAsync(_scim, HttpMethod.Post, "Users", new JsonObject
            {
                ["schemas"] = new JsonArray(UserSchema), ["userName"] = userName, ["title"] = "0",
                ["emails"] = new JsonArray(new JsonObject { ["value"] = userName, ["type"] = "work", ["primary"] = true }),
            }, ct);
        }
        else
            (after, send) = _random.Next(10) switch
            {
                0 or 1 => ((Known?)null, () => SentAsync(_scim, HttpMethod.Delete, $"Users/{before.Id}", null, ct)),
                < 5 when !before.Member => (before with { Member = true }, Patch($"Groups/{_group}", $$"""{"op":"add","path":"members","value":[{"value":"{{before.Id}}"}]}""", ct)),
                < 5 => (before with { Member = false }, Patch($"Groups/{_group}", $$"""{"op":"remove","path":"members[value eq \"{{before.Id}}\"]"}""", ct)),
                _ => (before with { Title = before.Title + 1 }, Patch($"Users/{before.Id}", $$"""{"op":"replace","path":"title","value":"{{before.Title + 1}}"}""", ct)),
            };
        _underWay = (userName, before, after);
        _touched.Add(userName);
        var answer = await send();
        if (after is { Id: null }) after = after with { Id = (string)answer!["id"]! };
        if (after is null) _users.Remove(userName);
        else _users[userName] = after;
        _underWay = null;
        Acknowledged++;
    }

    Func<Task<JsonNode?>> Patch(string path, string operation, CancellationToken ct) => () => SentAsync(_scim, HttpMethod.Patch, path, new JsonObject
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"), ["Operations"] = new JsonArray(JsonNode.Parse(operation)),
    }, ct);

    /// <summary>Looks at all that was touched since the last start.</summary>
    public async Task<List<string>> CheckAsync()
    {
        var problems = new List<string>();
        foreach (var userName in _touched)
        {
            var found = await FoundAsync(userName);
            if (found.Count > 1)
            {
                problems.Add($"{userName} is there {found.Count} times");
                continue;
            }
            var (seen, said) = (found.SingleOrDefault(), _users.GetValueOrDefault(userName));
            if (_underWay is { } under && under.UserName == userName)
            {
                if (!Same(seen, under.Before) && !Same(seen, under.After)) problems.Add($"{userName} is {Shown(seen)}: neither {Shown(under.Before)} nor {Shown(under.After)}");
                if (seen is null) _users.Remove(userName);
                else _users[userName] = seen;
            }
            else if (!Same(seen, said)) problems.Add($"{userName} is {Shown(seen)}; the server had answered that it is {Shown(said)}");
        }
        return problems;
    }

    async Task<List<Known>> FoundAsync(string userName)
    {
        var page = await SentAsync(_scim, HttpMethod.Get, $"Users?filter={Uri.EscapeDataString($"userName eq \"{userName}\"")}", null, default);
        return [.. (page!["Resources"]?.AsArray() ?? []).Select(u => new Known(
            (string)u!["id"]!, int.Parse((string)u["title"]!, System.Globalization.CultureInfo.InvariantCulture), u["groups"] is JsonArray groups && groups.Any(g => (string?)g!["value"] == _group)))];
    }

    static bool Same(Known? seen, Known? said) => seen is null ? said is null : said is not null && seen.Title == said.Title && seen.Member == said.Member && (said.Id is null || said.Id == seen.Id);

    static string Shown(Known? user) => user is null ? "absent" : $"{user.Id ?? "new"} title {user.Title}{(user.Member ? " member" : "")}";

    /// <summary>The answer's body; an answer that is no success is a failure of the harness, as nobody else writes here.</summary>
    internal static async Task<JsonNode?> SentAsync(HttpClient client, HttpMethod method, string path, JsonObject? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/scim+json") };
        using var answer = await client.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
        return answer.StatusCode == HttpStatusCode.NoContent || text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
