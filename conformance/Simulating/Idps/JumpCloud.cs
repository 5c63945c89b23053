using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Conformance.Simulating.Idps;

/// <summary>
/// JumpCloud: asks for both lists when activated, then PATCH with an operation for each attribute, members in and out by value arrays.
/// </summary>
sealed class JumpCloud(Line line, Population population) : Idp(line, population)
{
    protected override IReadOnlyDictionary<string, string?> Headers { get; } = new Dictionary<string, string?>
    {
        ["Content-Type"] = "application/scim+json",
    };

    public override async Task Connect(CancellationToken ct)
    {
        await Get("activate", "/Users?startIndex=1&count=1", ct);
        await Get("activate", "/Groups?startIndex=1&count=1", ct);
    }

    public override async Task Create(Person person, CancellationToken ct)
    {
        person.Id = await Find("look up user", $"/Users?filter=userName eq \"{person.UserName}\"", ct);
        person.Adopted = person.Id is not null;
        if (person.Adopted)
        {
            await Patch("update user", $"/Users/{person.Id}", [Op("replace", "active", true), .. Changes(person)], ct);
            return;
        }
        person.Id = await Post("create user", "/Users", new JsonObject
        {
            ["schemas"] = List(User, Enterprise),
            ["userName"] = person.UserName,
            ["externalId"] = person.ExternalId,
            ["active"] = true,
            ["displayName"] = person.DisplayName,
            ["title"] = person.Title,
            ["name"] = NameOf(person),
            ["emails"] = new JsonArray(Mail(person)),
            [Enterprise] = new JsonObject { ["department"] = person.Department },
        }, ct);
    }

    public override Task Update(Person person, CancellationToken ct) => Patch("update user", $"/Users/{person.Id}", Changes(person), ct);

    public override Task Rename(Person person, CancellationToken ct) => Patch("rename user", $"/Users/{person.Id}", Changes(person), ct);

    public override Task SetActive(Person person, CancellationToken ct) =>
        Patch(person.Active ? "activate user" : "suspend user", $"/Users/{person.Id}", [Op("replace", "active", person.Active)], ct);

    public override async Task Create(Team team, CancellationToken ct)
    {
        team.Id = await Find("look up group", $"/Groups?filter=displayName eq \"{team.Name}\"", ct);
        team.Adopted = team.Id is not null;
        team.Id ??= await Post("create group", "/Groups", new JsonObject { ["schemas"] = List(Group), ["displayName"] = team.Name }, ct);
    }

    public override async Task Join(Team team, IReadOnlyList<Person> people, CancellationToken ct)
    {
        foreach (var person in people) await Patch("add member", $"/Groups/{team.Id}", [Op("add", "members", Values(person))], ct);
    }

    public override async Task Leave(Team team, IReadOnlyList<Person> people, CancellationToken ct)
    {
        foreach (var person in people) await Patch("remove member", $"/Groups/{team.Id}", [Op("remove", "members", Values(person))], ct);
    }

    static IEnumerable<JsonObject> Changes(Person person) =>
    [
        Op("replace", "userName", person.UserName), Op("replace", "name.givenName", person.Given),
        Op("replace", "name.familyName", person.Family),
        Op("replace", "displayName", person.DisplayName), Op("replace", "title", person.Title),
        Op("replace", "emails", new JsonArray(Mail(person))), Op("replace", $"{Enterprise}:department", person.Department),
    ];
}
