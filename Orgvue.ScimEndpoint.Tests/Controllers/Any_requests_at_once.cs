using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Querying;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Hundreds of random writes of many clients at once: what is left agrees with some order of those that were acknowledged. SLOW=1 asks more.</summary>
public sealed class Any_requests_at_once(ITestOutputHelper output)
{
    const int Clients = 24;
    const int People = 16;
    const int Doomed = 4;
    const int Teams = 4;

    static readonly int Many = Environment.GetEnvironmentVariable("SLOW") == "1" ? 4_000 : 600;

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Lose_nothing_that_was_acknowledged(StorageProvider provider)
    {
        var random = new Random(Seeds.Next(output));
        await using var host = new Host(provider);
        var world = await World.SettleAsync(await host.NewDirectoryAsync());
        var requests = new ConcurrentQueue<Func<Task>>(Enumerable.Range(0, Many).Select(n => world.Any(random, n)));

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (requests.TryDequeue(out var request)) await request();
        })));

        await world.MustBeWhatSomeOrderLeavesAsync();
    }

    /// <summary>Every client increments the same number under If-Match, and reads again when it is refused: none overwrites another.</summary>
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Under_If_Match_overwrite_none(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var scim = (await host.NewDirectoryAsync()).Scim;
        var user = (string)(await scim.PostAsync("Users", Pushes.User("counter"), HttpStatusCode.Created))["id"]!;

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 3;)
            {
                var read = await scim.GetAsync($"Users/{user}", HttpStatusCode.OK);
                var count = int.Parse((string?)read["title"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
                using var request = new HttpRequestMessage(HttpMethod.Patch, $"Users/{user}");
                request.Content = JsonContent.Create(Pushes.Patch(new { op = "replace", path = "title", value = $"{count + 1}" }));
                request.Headers.TryAddWithoutValidation("If-Match", (string)read["meta"]!["version"]!);
                using var answer = await scim.SendAsync(request);
                if (answer.StatusCode == HttpStatusCode.OK) done++;
                else Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
            }
        })));

        Assert.Equal("30", (string?)(await scim.GetAsync($"Users/{user}", HttpStatusCode.OK))["title"]);
    }

    /// <summary>The values that one thing was given, and when the giving of each began and was acknowledged.</summary>
    sealed class History<T>(T first) where T : notnull
    {
        readonly ConcurrentBag<(T Value, long Begun, long Ended)> _writes = [(first, 0, 0)];

        public void Add(T value, long begun, long ended) => _writes.Add((value, begun, ended));

        public bool IsPossible(T value) => Possible().Contains(value);

        /// <summary>Those after which no other began: in some order each of them is the last.</summary>
        public IEnumerable<T> Possible()
        {
            var latest = _writes.Max(w => w.Begun);
            return _writes.Where(w => w.Ended >= latest).Select(w => w.Value);
        }
    }

    sealed class Person(string id)
    {
        public string Id => id;
        public History<string> Title { get; } = new("");
        public int Deletes;
        public long Deleted = long.MaxValue;
    }

    sealed class Team(string id, string name)
    {
        public string Id => id;
        public History<string> Name { get; } = new(name);
        public History<bool>[] Members { get; } = [.. Enumerable.Range(0, People).Select(_ => new History<bool>(false))];
    }

    sealed class World(HttpClient scim, Person[] people, Team[] teams)
    {
        long _now;

        public static async Task<World> SettleAsync(TestDirectory directory)
        {
            var people = await Task.WhenAll(Enumerable.Range(0, People).Select(async n => new Person(await directory.UserAsync($"user{n}"))));
            var teams = await Task.WhenAll(Enumerable.Range(0, Teams).Select(async n => new Team(await directory.GroupAsync($"team{n}"), $"team{n}")));
            return new(directory.Scim, people, teams);
        }

        /// <summary>A request, drawn now and sent later. The last people are doomed: they alone are deleted, so they alone may be missing.</summary>
        public Func<Task> Any(Random random, int n)
        {
            var (p, team) = (random.Next(People), random.One(teams));
            var (person, title, url) = (people[p], $"title{n}", $"Users/{people[p].Id}");
            var group = $"Groups/{team.Id}";
            switch (random.Next(100))
            {
                case < 22:
                    return () => SendAsync(HttpMethod.Patch, url, Pushes.Patch(new { op = "replace", path = "title", value = title }), person,
                        (begun, ended) => person.Title.Add(title, begun, ended));
                case < 36:
                    return () => SendAsync(HttpMethod.Put, url, new { schemas = Schemas("User"), userName = $"user{p}@contoso.example", title }, person,
                        (begun, ended) => person.Title.Add(title, begun, ended));
                case < 58:
                    return () => SendAsync(HttpMethod.Patch, group, Pushes.Patch(new { op = "add", path = "members", value = new[] { new { value = person.Id } } }), person,
                        (begun, ended) => team.Members[p].Add(true, begun, ended));
                case < 76:
                    return () => SendAsync(HttpMethod.Patch, group, Pushes.Patch(new { op = "remove", path = $"members[value eq \"{person.Id}\"]" }), null,
                        (begun, ended) => team.Members[p].Add(false, begun, ended));
                case < 82:
                    return () => SendAsync(HttpMethod.Patch, group, Pushes.Patch(new { op = "replace", value = new { displayName = $"named{n}" } }), null,
                        (begun, ended) => team.Name.Add($"named{n}", begun, ended));
                case < 88:
                    var (one, other) = (random.Next(People - Doomed), random.Next(People - Doomed));
                    return () => SendAsync(HttpMethod.Put, group, new
                    {
                        schemas = Schemas("Group"), displayName = $"put{n}", members = new[] { people[one], people[other] }.Select(m => new { value = m.Id }),
                    }, null, (begun, ended) =>
                    {
                        team.Name.Add($"put{n}", begun, ended);
                        for (var i = 0; i < People; i++) team.Members[i].Add(i == one || i == other, begun, ended);
                    });
                case < 91 when IsDoomed(p):
                    return () => SendAsync(HttpMethod.Delete, url, null, person, (_, ended) =>
                    {
                        Interlocked.Increment(ref person.Deletes);
                        Interlocked.Exchange(ref person.Deleted, ended);
                    });
                case < 96:
                    return () => SendAsync(HttpMethod.Get, $"Users?filter={Uri.EscapeDataString($"groups eq \"{team.Id}\"")}&sortBy=title", null, null, (_, _) => { });
                default:
                    return () => SendAsync(HttpMethod.Get, "Groups", null, null, (_, _) => { });
            }
        }

        /// <param name="who">Whose absence may make the request fail.</param>
        async Task SendAsync(HttpMethod method, string url, object? body, Person? who, Action<long, long> acknowledged)
        {
            var begun = Interlocked.Increment(ref _now);
            using var request = new HttpRequestMessage(method, url);
            if (body is not null) request.Content = JsonContent.Create(body);
            using var answer = await scim.SendAsync(request);
            var ended = Interlocked.Increment(ref _now);
            if (answer.IsSuccessStatusCode)
            {
                if (who is not null && method != HttpMethod.Delete)
                    Assert.True(begun < Interlocked.Read(ref who.Deleted), $"{method} {url} is served after the acknowledged delete");
                acknowledged(begun, ended);
                return;
            }
            var text = $"{method} {url}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, text);
            Assert.True(who is not null && IsDoomed(Array.IndexOf(people, who)), text);
        }

        public async Task MustBeWhatSomeOrderLeavesAsync()
        {
            var groupsOf = people.Select(_ => new List<string>()).ToArray();
            for (var p = 0; p < People; p++)
            {
                var person = people[p];
                Assert.InRange(person.Deletes, 0, 1);
                var shown = await scim.GetAsync($"Users/{person.Id}", person.Deletes == 1 ? HttpStatusCode.NotFound : HttpStatusCode.OK);
                if (person.Deletes == 1) continue;
                Assert.True(person.Title.IsPossible((string?)shown["title"] ?? ""), $"user{p} has {shown["title"]}, not {string.Join(" or ", person.Title.Possible())}");
                groupsOf[p].AddRange((shown["groups"] as JsonArray ?? []).Select(g => (string)g!["value"]!));
            }
            foreach (var team in teams)
            {
                var shown = await scim.GetAsync($"Groups/{team.Id}", HttpStatusCode.OK);
                var members = (shown["members"] as JsonArray ?? []).Select(m => (string)m!["value"]!).ToList();
                Assert.Equal(members.Count, members.Distinct().Count());
                Assert.True(team.Name.IsPossible((string)shown["displayName"]!), $"{shown["displayName"]} is not the last name");
                for (var p = 0; p < People; p++)
                {
                    var isMember = members.Contains(people[p].Id);
                    if (people[p].Deletes == 1) Assert.False(isMember, $"user{p} is deleted and a member");
                    else Assert.True(team.Members[p].IsPossible(isMember), $"user{p} {(isMember ? "is" : "is not")} a member");
                    Assert.Equal(isMember, groupsOf[p].Contains(team.Id));
                }
            }
        }

        static bool IsDoomed(int person) => person >= People - Doomed;

        static string[] Schemas(string type) => [$"urn:ietf:params:scim:schemas:core:2.0:{type}"];
    }
}
