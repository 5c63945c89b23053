using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Conformance.Simulating.Idps;

/// <summary>
/// Microsoft Entra ID, the older PATCH dialect: matches by filter, creates with both schemas, changes by PATCH with capital operations and
/// string booleans, and fills a group with several PATCHes at once.
/// </summary>
sealed class Entra(Line line, Population population) : Idp(line, population)
{
    // Entra sends at least 25 requests a second to a gallery app, so several are always under way.
    const int PatchesAtOnce = 8;
    const int MostMembers = 20;

    public override int AtOnce => 8;

    // Adscimversion is a header by which servers know Entra; its value has not been seen.
    protected override IReadOnlyDictionary<string, string?> Headers { get; } = new Dictionary<string, string?>
    {
        ["Adscimversion"] = "1", ["User-Agent"] = null, ["Content-Type"] = "application/scim+json; charset=utf-8",
    };

    public override async Task Connect(CancellationToken ct)
    {
        await Get("test connection", $"/Users?filter=userName eq \"{Population.Uuid()}\"", ct);
        await Get("test connection", $"/Groups?excludedAttributes=members&filter=displayName eq \"{Population.Uuid()}\"", ct);
    }

    public override async Task Create(Person person, CancellationToken ct)
    {
        person.Id = await Find("match user", $"/Users?filter=userName eq \"{person.UserName}\"", ct);
        person.Adopted = person.Id is not null;
        if (person.Adopted)
        {
            await Patch("update user", $"/Users/{person.Id}", [.. Names(person), Op("Replace", "active", "True"), .. Profile(person)], ct);
            return;
        }
        person.Id = await Post("create user", "/Users", new JsonObject
        {
            ["schemas"] = List(User, Enterprise),
            ["externalId"] = person.ExternalId,
            ["userName"] = person.UserName,
            ["active"] = true,
            ["displayName"] = person.DisplayName,
            ["title"] = person.Title,
            ["emails"] = new JsonArray(Mail(person)),
            ["meta"] = new JsonObject { ["resourceType"] = "User" },
            ["name"] = new JsonObject
            {
                ["formatted"] = $"{person.Given} {person.Family}", ["familyName"] = person.Family, ["givenName"] = person.Given,
            },
            ["roles"] = new JsonArray(),
            ["addresses"] = null,
            ["phoneNumbers"] = null,
            ["preferredLanguage"] = null,
            [Enterprise] = new JsonObject { ["department"] = person.Department, ["employeeNumber"] = null },
        }, ct);
    }

    public override Task Update(Person person, CancellationToken ct) => Patch("update user", $"/Users/{person.Id}", Profile(person), ct);

    public override Task Rename(Person person, CancellationToken ct) => Patch("rename user", $"/Users/{person.Id}", Names(person), ct);

    public override Task SetActive(Person person, CancellationToken ct) =>
        Patch(
            person.Active ? "restore user" : "disable user", $"/Users/{person.Id}",
            [Op("Replace", "active", person.Active ? "True" : "False")], ct);

    public override async Task Create(Team team, CancellationToken ct)
    {
        team.Id = await Find("match group", $"/Groups?excludedAttributes=members&filter=displayName eq \"{team.Name}\"", ct);
        team.Adopted = team.Id is not null;
        team.Id ??= await Post("create group", "/Groups", new JsonObject
        {
            ["schemas"] = List(Group, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"),
            ["externalId"] = team.ExternalId,
            ["displayName"] = team.Name,
            ["meta"] = new JsonObject { ["resourceType"] = "Group" },
        }, ct);
    }

    public override Task Join(Team team, IReadOnlyList<Person> people, CancellationToken ct) =>
        Members("add members", "Add", team, people, ct);

    public override Task Leave(Team team, IReadOnlyList<Person> people, CancellationToken ct) =>
        Members("remove members", "Remove", team, people, ct);

    Task Members(string kind, string op, Team team, IReadOnlyList<Person> people, CancellationToken ct) =>
        Parallel.ForEachAsync(
            people.Chunk(Math.Clamp((people.Count + PatchesAtOnce - 1) / PatchesAtOnce, 1, MostMembers)),
            new ParallelOptions { MaxDegreeOfParallelism = PatchesAtOnce, CancellationToken = ct },
            async (some, cancel) => await Patch(kind, $"/Groups/{team.Id}", [Op(op, "members", References(some))], cancel));

    static JsonArray References(IEnumerable<Person> people) =>
        new([.. people.Select(p => new JsonObject { ["$ref"] = null, ["value"] = p.Id })]);

    static IEnumerable<JsonObject> Names(Person person) =>
    [
        Op("Replace", "userName", person.UserName), Op("Replace", "displayName", person.DisplayName),
        Op("Replace", "name.familyName", person.Family), Op("Replace", "emails[type eq \"work\"].value", person.UserName),
    ];

    // The manager as a bare string by the extension's path, as the validator sends it.
    static IEnumerable<JsonObject> Profile(Person person) =>
    [
        Op("Replace", "title", person.Title), Op("Add", $"{Enterprise}:department", person.Department),
        .. person.Manager is { Id: not null } manager ? [Op("Add", $"{Enterprise}:manager", manager.Id)] : (JsonObject[])[],
    ];
}
