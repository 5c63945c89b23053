using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Directories.Querying;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>A directory of random users and groups with an extension of its own, and what a client is shown of each of them.</summary>
sealed class Population(Host host, DirectoryContext directory) : IAsyncDisposable
{
    public const string Extension = "urn:example:params:scim:schemas:extension:badge:2.0:User";
    public const string Root = "https://scim.example/scim/v2/directory";

    const string Definition = $$"""
        { "id": "{{Extension}}", "name": "Badge", "attributes": [
          { "name": "code", "type": "string", "caseExact": true }, { "name": "level", "type": "integer" }, { "name": "rate", "type": "decimal" },
          { "name": "valid", "type": "boolean" }, { "name": "since", "type": "dateTime" }, { "name": "tags", "type": "string", "multiValued": true },
          { "name": "doors", "type": "complex", "multiValued": true, "subAttributes": [
            { "name": "value", "type": "string" }, { "name": "floor", "type": "integer" }, { "name": "primary", "type": "boolean" } ] } ] }
        """;

    readonly Lists _lists = host.Services.GetRequiredService<Lists>();

    public DirectoryContext Directory => directory;

    public IReadOnlyList<JsonObject> Users { get; private set; } = [];
    public IReadOnlyList<JsonObject> Groups { get; private set; } = [];

    public IReadOnlyList<JsonObject> Of(ResourceType type) => type.Members is null ? Users : Groups;

    public Task<Page> ListAsync(ResourceType type, Query query) => type.Members is null
        ? _lists.UsersAsync(directory, query with { Root = Root }, CancellationToken.None)
        : _lists.GroupsAsync(directory, query with { Root = Root }, CancellationToken.None);

    public Task<Page> EverythingAsync(Query query) => _lists.EverythingAsync(directory, query with { Root = Root }, CancellationToken.None);

    public static async Task<Population> SettleAsync(StorageProvider provider, Random random, int users, int groups)
    {
        var host = new Host(provider);
        var made = await host.NewDirectoryAsync();
        await host.Store.WriteAsync(async db =>
        {
            db.Add(new DirectorySchema
            {
                DirectoryKey = made.Key, Id = Extension, IdKey = Fold.Key(Extension), ResourceType = "User", Definition = Definition,
                CreatedAt = host.Clock.GetUtcNow(), UpdatedAt = host.Clock.GetUtcNow(),
            });
            (await db.Directories.SingleAsync(d => d.Key == made.Key)).SchemasVersion = 1;
        }, CancellationToken.None);
        var directory = await host.Services.GetRequiredService<DirectoryContexts>().OfAsync(made.Key, "tolerant", 1, CancellationToken.None);
        var population = new Population(host, directory);
        await population.PopulateAsync(random, users, groups);
        return population;
    }

    async Task PopulateAsync(Random random, int users, int groups)
    {
        var (people, roles) = (host.Services.GetRequiredService<Users>(), host.Services.GetRequiredService<Groups>());
        var ids = new List<string>();
        for (var n = 0; n < users; n++)
        {
            if (random.Next(3) > 0) host.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(1, 900_000)));
            ids.Add((await people.CreateAsync(directory, User(random, n), CancellationToken.None)).Id.ToString());
        }
        var made = new List<string>();
        for (var n = 0; n < groups; n++)
        {
            if (random.Next(3) > 0) host.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(1, 900_000)));
            var members = Enumerable.Range(0, random.Next(5)).Select(_ => random.One(random.Next(4) == 0 && made.Count > 0 ? made : ids)).Distinct();
            made.Add((await roles.CreateAsync(directory, Group(random, n, members), CancellationToken.None)).Id.ToString());
        }
        // Some change again, so that lastModified and version differ from the rest.
        foreach (var id in ids.Where(_ => random.Next(4) == 0).ToList())
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            var body = User(random, ids.IndexOf(id));
            await people.ReplaceAsync(directory, id, body, null, CancellationToken.None);
        }
        Users = await ShownAsync(ids, id => people.GetAsync(directory, id, true, CancellationToken.None));
        Groups = await ShownAsync(made, async id =>
        {
            var group = await roles.GetAsync(directory, id, CancellationToken.None);
            var members = new List<Reference>();
            await foreach (var some in roles.MembersOfAsync(directory, group.Id, CancellationToken.None)) members.AddRange(some);
            return group with { References = members };
        });
    }

    static async Task<List<JsonObject>> ShownAsync(List<string> ids, Func<string, Task<Resource>> get) =>
        [.. (await Task.WhenAll(ids.Select(get))).Select(r => Representation.Of(r, Root))];

    static string Name(Random random, int n) => AnyText.Of(random, 3) + n.ToString(CultureInfo.InvariantCulture);

    static JsonObject User(Random random, int n)
    {
        var user = new JsonObject { ["schemas"] = new JsonArray(ScimUris.User), ["userName"] = Name(random, n) };
        foreach (var name in new[] { "displayName", "title", "nickName", "externalId", "userType" })
            if (random.Next(3) > 0) user[name] = AnyText.Of(random, 3);
        if (random.Next(3) > 0) user["active"] = random.Next(2) == 0;
        if (random.Next(2) == 0) user["name"] = new JsonObject
        {
            ["familyName"] = AnyText.Of(random, 2), ["givenName"] = random.Next(2) == 0 ? AnyText.Of(random, 2) : null,
        };
        if (random.Next(3) > 0) user["emails"] = Values(random, ["work", "home", "Work"], random.Next(1, 4));
        if (random.Next(3) == 0) user["phoneNumbers"] = Values(random, ["fax", "mobile"], random.Next(1, 3));
        if (random.Next(2) == 0) user[ScimUris.EnterpriseUser] = new JsonObject
        {
            ["department"] = AnyText.Of(random, 2),
            ["manager"] = random.Next(2) == 0 ? new JsonObject { ["value"] = AnyText.Of(random, 1) + "m" } : null,
        };
        if (random.Next(3) > 0) user[Extension] = Badge(random);
        return user;
    }

    static readonly string[] Instants =
        ["2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "2019-12-31T23:59:59.999Z", "2021-05-05T05:05:05.5-05:00"];

    static JsonObject Badge(Random random)
    {
        var badge = new JsonObject { ["code"] = AnyText.Of(random, 2) };
        if (random.Next(2) == 0) badge["level"] = random.Next(-3, 4);
        if (random.Next(2) == 0) badge["rate"] = random.Next(-30, 40) / 10m;
        if (random.Next(2) == 0) badge["valid"] = random.Next(2) == 0;
        if (random.Next(2) == 0) badge["since"] = random.One(Instants);
        if (random.Next(2) == 0)
            badge["tags"] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => JsonValue.Create(AnyText.Of(random, 1) + "t"))]);
        if (random.Next(2) == 0) badge["doors"] = new JsonArray([.. Enumerable.Range(0, 2).Select(i => new JsonObject
        {
            ["value"] = AnyText.Of(random, 1), ["floor"] = random.Next(3), ["primary"] = i == 1 && random.Next(2) == 0,
        })]);
        return badge;
    }

    static JsonArray Values(Random random, string[] types, int count) => new([.. Enumerable.Range(0, count).Select(i => new JsonObject
    {
        ["value"] = AnyText.Of(random, 2), ["type"] = random.Next(4) > 0 ? random.One(types) : null,
        ["primary"] = i == count - 1 && random.Next(2) == 0 ? true : null,
    })]);

    static JsonObject Group(Random random, int n, IEnumerable<string> members) => new()
    {
        ["schemas"] = new JsonArray(ScimUris.Group),
        ["displayName"] = Name(random, n),
        ["externalId"] = random.Next(2) == 0 ? AnyText.Of(random, 2) : null,
        ["members"] = new JsonArray([.. members.Select(id => new JsonObject { ["value"] = id })]),
    };

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
