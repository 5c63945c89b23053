using System.Net;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Unicode;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>Shows every user that is there throughout exactly once, whatever comes and goes meanwhile.</summary>
public sealed class A_walk_by_cursor(ITestOutputHelper output)
{
    // Not sorted, by a column, by what is no column, and filtered by what is none.
    static readonly string[] Orders = ["", "&sortBy=userName", "&sortBy=title&sortOrder=descending", "&filter=title%20pr"];

    public static TheoryData<StorageProvider, string> Walks
    {
        get
        {
            var all = new TheoryData<StorageProvider, string>();
            foreach (var provider in Host.Storages)
                foreach (var order in Orders) all.Add(provider, order);
            return all;
        }
    }

    [Theory, MemberData(nameof(Walks))]
    public Task Of_a_thousand_is_whole(StorageProvider provider, string order) => WalkAsync(provider, order, 1_000);

    [SkippableTheory, MemberData(nameof(Walks))]
    public Task Of_ten_thousand_is_whole(StorageProvider provider, string order)
    {
        var isQuick = provider == StorageProvider.Sqlite && order.Length == 0;
        Skip.If(!isQuick && Environment.GetEnvironmentVariable("SLOW") != "1", "Ten seconds; set SLOW=1.");
        return WalkAsync(provider, order, 10_000);
    }

    async Task WalkAsync(StorageProvider provider, string order, int many)
    {
        var random = new Random(Seeds.Next(output));
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var users = await SeedAsync(host, directory, many);
        var doomed = users.Where(_ => random.Next(20) == 0).ToHashSet();

        using var walked = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var comings = ComeAndGoAsync(directory, new(random.Next()), many, begun, walked.Token);
        var goings = Task.Run(async () =>
        {
            foreach (var user in doomed.TakeWhile(_ => !walked.IsCancellationRequested).ToList()) await directory.DeleteUserAsync(user);
        });
        await await Task.WhenAny(begun.Task, comings);
        var (seen, cursor) = (new List<string>(), "");
        while (cursor is not null)
        {
            var count = random.Next(many / 100, many / 20);
            var page = await directory.Scim.GetAsync($"Users?attributes=userName&cursor={cursor}&count={count}{order}", HttpStatusCode.OK);
            seen.AddRange(page["Resources"]!.AsArray().Select(r => (string)r!["id"]!));
            Assert.InRange((int)page["itemsPerPage"]!, 0, count);
            cursor = (string?)page["nextCursor"];
        }
        await walked.CancelAsync();
        await goings;
        await comings;

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(users.Except(doomed).Except(seen));
    }

    /// <summary>Creates users and deletes every other one of them again, until the walk is over.</summary>
    static Task ComeAndGoAsync(TestDirectory directory, Random random, int many, TaskCompletionSource begun, CancellationToken until) => Task.Run(async () =>
    {
        for (var n = 0; !until.IsCancellationRequested; n++)
        {
            // Before and behind the walk, wherever it is.
            var user = await directory.UserAsync($"user{random.Next(many)}coming{n}");
            if (n % 2 == 0) await directory.DeleteUserAsync(user);
            begun.TrySetResult();
        }
    }, CancellationToken.None);

    static async Task<List<string>> SeedAsync(Host host, TestDirectory directory, int many)
    {
        var now = host.Clock.GetUtcNow();
        var users = Enumerable.Range(0, many)
            .Select(n => (Id: NewId.At(host.Clock), Name: $"user{n * 7919 % many}@contoso.example", Title: $"T{n % 10}")).ToList();
        await host.Store.WriteAsync(db =>
        {
            db.AddRange(users.Select(u => new DirectoryUser
            {
                DirectoryKey = directory.Key, Id = u.Id, UserName = u.Name, UserNameKey = Fold.Key(u.Name), Active = true, CreatedAt = now, UpdatedAt = now,
                Document = $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{u.Name}}","title":"{{u.Title}}","active":true}""",
            }));
            return Task.CompletedTask;
        }, CancellationToken.None);
        return users.ConvertAll(u => u.Id.ToString());
    }
}
