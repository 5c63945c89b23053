using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Simulating.Idps;

/// <summary>
/// authentik, whose source can be read: reads the ServiceProviderConfig and both lists, creates without looking and adopts after a 409,
/// changes by PUT, and adds members one operation each, as many in a PATCH as bulk.maxOperations allows.
/// </summary>
sealed class Authentik(Line line, Population population) : Idp(line, population)
{
    const int Endless = 10_000;

    int _mostOperations;

    protected override IReadOnlyDictionary<string, string?> Headers { get; } = new Dictionary<string, string?>
    {
        ["User-Agent"] = "authentik@2026.10.1", ["Content-Type"] = "application/scim+json",
    };

    public override async Task Connect(CancellationToken ct)
    {
        var config = await Get("read config", "/ServiceProviderConfig", ct);
        _mostOperations =
            JsonPath.Parse("$.bulk.maxOperations").In(config.Json) is [JsonValue most] && most.TryGetValue<int>(out var n) ? n : 0;
        await Discover("/Users", ct);
        await Discover("/Groups", ct);
    }

    public override async Task Create(Person person, CancellationToken ct)
    {
        person.Id = await Made("create user", "/Users", Whole(person), [201, 409], ct);
        if (person.Id is not null) return;
        person.Id = await Find("find user to adopt", $"/Users?filter=userName eq \"{person.UserName}\"", ct);
        person.Adopted = person.Id is not null;
        if (person.Adopted) await Update(person, ct);
    }

    public override Task Update(Person person, CancellationToken ct) => Put("update user", $"/Users/{person.Id}", Whole(person), ct);

    public override Task Rename(Person person, CancellationToken ct) => Put("rename user", $"/Users/{person.Id}", Whole(person), ct);

    public override Task SetActive(Person person, CancellationToken ct) =>
        Put(person.Active ? "activate user" : "deactivate user", $"/Users/{person.Id}", Whole(person), ct);

    public override Task Delete(Person person, CancellationToken ct) =>
        Send("delete user", "DELETE", $"/Users/{person.Id}", null, [204, 404], ct);

    public override async Task Create(Team team, CancellationToken ct)
    {
        var body = new JsonObject { ["schemas"] = List(Group), ["externalId"] = team.ExternalId, ["displayName"] = team.Name };
        team.Id = await Made("create group", "/Groups", body, [201, 409], ct);
        if (team.Id is not null) return;
        team.Id = await Find("find group to adopt", $"/Groups?filter=displayName eq \"{team.Name}\"", ct);
        team.Adopted = team.Id is not null;
    }

    public override Task Join(Team team, IReadOnlyList<Person> people, CancellationToken ct) =>
        Members("add members", "add", team, people, ct);

    public override Task Leave(Team team, IReadOnlyList<Person> people, CancellationToken ct) =>
        Members("remove members", "remove", team, people, ct);

    async Task Members(string kind, string op, Team team, IReadOnlyList<Person> people, CancellationToken ct)
    {
        foreach (var some in people.Chunk(_mostOperations > 0 ? _mostOperations : Math.Max(1, people.Count)))
            await Patch(kind, $"/Groups/{team.Id}", some.Select(p => Op(op, "members", Values(p))), ct);
    }

    // No count: the server says how many it gives. A page that brings nothing new would never end.
    async Task Discover(string list, CancellationToken ct)
    {
        for (int seen = 0, total = Endless; seen < total && seen < Endless;)
        {
            var page = await Get("discover", seen == 0 ? list : $"{list}?startIndex={seen + 1}", ct);
            var got = (JsonPath.Child(page.Json, "Resources") as JsonArray)?.Count ?? 0;
            total = JsonPath.Child(page.Json, "totalResults") is JsonValue all && all.TryGetValue<int>(out var n) ? n : 0;
            if (got == 0) return;
            seen += got;
        }
    }

    static JsonObject Whole(Person person)
    {
        var whole = new JsonObject
        {
            ["schemas"] = List(User),
            ["userName"] = person.UserName,
            ["externalId"] = person.ExternalId,
            ["name"] = new JsonObject
            {
                ["formatted"] = $"{person.Given} {person.Family}", ["givenName"] = person.Given, ["familyName"] = person.Family,
            },
            ["displayName"] = person.DisplayName,
            ["title"] = person.Title,
            ["active"] = person.Active,
            ["emails"] = new JsonArray(Mail(person, "other")),
        };
        if (person.Id is not null) whole["id"] = person.Id;
        return whole;
    }
}
