using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Conformance.Simulating.Idps;

/// <summary>OneLogin: no User-Agent, e-mails as an object, a PATCH for each new member. Look-ups and PUT are derived, not seen.</summary>
sealed class OneLogin(Line line, Population population) : Idp(line, population)
{
    protected override IReadOnlyDictionary<string, string?> Headers { get; } = new Dictionary<string, string?>
    {
        ["User-Agent"] = null, ["Content-Type"] = "application/scim+json",
    };

    public override Task Connect(CancellationToken ct) => Get("save settings", "/ServiceProviderConfig", ct);

    public override async Task Create(Person person, CancellationToken ct)
    {
        person.Id = await Find("look up user", $"/Users?filter=userName eq \"{person.UserName}\"", ct);
        person.Adopted = person.Id is not null;
        if (person.Adopted) await Update(person, ct);
        else person.Id = await Post("create user", "/Users", Whole(person), ct);
    }

    public override Task Update(Person person, CancellationToken ct) => Put("update user", $"/Users/{person.Id}", Whole(person), ct);

    public override Task Rename(Person person, CancellationToken ct) => Put("rename user", $"/Users/{person.Id}", Whole(person), ct);

    public override Task SetActive(Person person, CancellationToken ct) =>
        Patch(person.Active ? "reactivate user" : "suspend user", $"/Users/{person.Id}", [Op("replace", "active", person.Active)], ct);

    public override async Task Create(Team team, CancellationToken ct)
    {
        team.Id = await Find("look up group", $"/Groups?filter=displayName eq \"{team.Name}\"", ct);
        team.Adopted = team.Id is not null;
        team.Id ??= await Post("create group", "/Groups", new JsonObject { ["schemas"] = List(Group), ["displayName"] = team.Name }, ct);
    }

    // A body of 165 bytes for an id of 36, as a proxy's log shows it.
    public override async Task Join(Team team, IReadOnlyList<Person> people, CancellationToken ct)
    {
        foreach (var person in people) await Patch("add member", $"/Groups/{team.Id}", [Op("add", "members", Values(person))], ct);
    }

    public override async Task Leave(Team team, IReadOnlyList<Person> people, CancellationToken ct)
    {
        foreach (var person in people)
            await Patch("remove member", $"/Groups/{team.Id}",
                [new JsonObject { ["op"] = "remove", ["path"] = $"members[value eq \"{person.Id}\"]" }], ct);
    }

    static JsonObject Whole(Person person) => new()
    {
        ["schemas"] = List(User, Enterprise),
        ["userName"] = person.UserName,
        ["externalId"] = person.ExternalId,
        ["name"] = NameOf(person),
        ["displayName"] = person.DisplayName,
        ["title"] = person.Title,
        ["active"] = person.Active,
        ["emails"] = Mail(person),
        [Enterprise] = new JsonObject { ["department"] = person.Department },
    };
}
