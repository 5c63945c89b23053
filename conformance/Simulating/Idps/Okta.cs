using System.Globalization;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Simulating.Idps;

/// <summary>
/// Okta, an app of the integration wizard: everything by GET and PUT, what was read merged with what has changed. It never deletes a user,
/// and never asks for the ServiceProviderConfig.
/// </summary>
sealed class Okta(Line line, Population population) : Idp(line, population)
{
    public override int AtOnce => 4;

    public override bool DeletesUsers => false;

    protected override IReadOnlyDictionary<string, string?> Headers { get; } = new Dictionary<string, string?>
    {
        ["User-Agent"] = "Okta SCIM Client 1.0.0",
        ["Accept"] = "application/scim+json",
        ["Accept-Charset"] = "utf-8",
        ["Content-Type"] = "application/scim+json; charset=utf-8",
    };

    public override Task Connect(CancellationToken ct) => Get("test connection", "/Users?startIndex=1&count=2", ct);

    public override async Task Create(Person person, CancellationToken ct)
    {
        person.Id = await Find("look up user", $"/Users?filter=userName eq \"{person.UserName}\"&startIndex=1&count=100", ct);
        person.Adopted = person.Id is not null;
        if (person.Adopted)
        {
            await Save("update user", person, ct);
            return;
        }
        var body = new JsonObject { ["schemas"] = List(User, Enterprise) };
        foreach (var (name, value) in Profile(person)) body[name] = value;
        (body["locale"], body["groups"], body["password"]) = ("en-US", new JsonArray(), person.Password);
        person.Id = await Post("create user", "/Users", body, ct);
    }

    public override Task Update(Person person, CancellationToken ct) => Save("update user", person, ct);

    public override Task Rename(Person person, CancellationToken ct) => Save("rename user", person, ct);

    public override Task SetActive(Person person, CancellationToken ct) =>
        Save(person.Active ? "reactivate user" : "deactivate user", person, ct);

    public override async Task Create(Team team, CancellationToken ct)
    {
        team.Id = await Find("look up group", $"/Groups?filter=displayName eq \"{team.Name}\"&startIndex=1&count=100", ct);
        team.Adopted = team.Id is not null;
        team.Id ??= await Post("create group", "/Groups", new JsonObject
        {
            ["schemas"] = List(Group), ["displayName"] = team.Name, ["members"] = new JsonArray(),
        }, ct);
    }

    public override Task Join(Team team, IReadOnlyList<Person> people, CancellationToken ct) => Push(team, ct);

    public override Task Leave(Team team, IReadOnlyList<Person> people, CancellationToken ct) => Push(team, ct);

    // Whole seconds of Retry-After are taken; anything else is five minutes, doubled each time.
    protected override TimeSpan Patience(Answer answer, int attempt) =>
        int.TryParse(answer.Headers.GetValueOrDefault("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? Line.AsTold(answer, attempt)
            : TimeSpan.FromMinutes(5 * Math.Pow(2, attempt - 1));

    async Task Push(Team team, CancellationToken ct)
    {
        await Get("read group", $"/Groups/{team.Id}", ct);
        await Put("replace group", $"/Groups/{team.Id}", new JsonObject
        {
            ["schemas"] = List(Group),
            ["id"] = team.Id,
            ["displayName"] = team.Name,
            ["members"] = new JsonArray([.. team.Members.Select(p => new JsonObject { ["value"] = p.Id, ["display"] = p.UserName })]),
        }, ct);
    }

    async Task Save(string kind, Person person, CancellationToken ct)
    {
        var read = await Get("read user", $"/Users/{person.Id}", ct);
        if (read.Json?.DeepClone() is not JsonObject whole) return;
        foreach (var (name, value) in Profile(person)) whole[name] = value;
        await Put(kind, $"/Users/{person.Id}", whole, ct);
    }

    static IEnumerable<(string Name, JsonNode? Value)> Profile(Person person) =>
    [
        ("userName", person.UserName), ("name", NameOf(person)), ("emails", new JsonArray(Mail(person))),
        ("displayName", person.DisplayName),
        ("externalId", person.ExternalId), ("title", person.Title), ("active", person.Active), (Enterprise, Extension(person)),
    ];

    static JsonObject Extension(Person person)
    {
        var extension = new JsonObject { ["department"] = person.Department };
        if (person.Manager is { Id: not null } manager) extension["manager"] = new JsonObject { ["value"] = manager.Id };
        return extension;
    }
}
