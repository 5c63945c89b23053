using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Conformance.Simulating.Idps;

/// <summary>Google Workspace: application/json on everything, a GET too; users only. The flow is derived, not seen.</summary>
sealed class Google(Line line, Population population) : Idp(line, population)
{
    public override bool HasGroups => false;

    protected override bool TypesEverything => true;

    protected override IReadOnlyDictionary<string, string?> Headers { get; } = new Dictionary<string, string?>
    {
        ["User-Agent"] = "Google-Auto-Provisioning", ["Accept"] = "application/json", ["Content-Type"] = "application/json; charset=UTF-8",
    };

    public override Task Connect(CancellationToken ct) => Get("test connection", $"/Users?filter=userName eq \"{Population.Uuid()}\"", ct);

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
        Patch(person.Active ? "restore user" : "suspend user", $"/Users/{person.Id}", [Op("replace", "active", person.Active)], ct);

    static JsonObject Whole(Person person) => new()
    {
        ["schemas"] = List(User),
        ["userName"] = person.UserName,
        ["externalId"] = person.ExternalId,
        ["active"] = person.Active,
        ["displayName"] = person.DisplayName,
        ["title"] = person.Title,
        ["name"] = NameOf(person),
        ["emails"] = new JsonArray(Mail(person)),
    };
}
