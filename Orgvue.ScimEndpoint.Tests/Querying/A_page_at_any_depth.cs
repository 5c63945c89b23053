using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Directories.Querying;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>Pages by number begin near a place that was remembered: they must be what counting from the start would give, whatever came and went.</summary>
public sealed class A_page_at_any_depth(ITestOutputHelper output)
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_what_stands_there(StorageProvider provider)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var host = new Host(provider);
        var (made, other) = (await host.NewDirectoryAsync(), await host.NewDirectoryAsync("Fabrikam", tenants: new TestTenant("OTHER")));
        var lists = host.Services.GetRequiredService<Lists>();
        var directory = await host.Services.GetRequiredService<DirectoryContexts>().OfAsync(made.Key, "tolerant", 0, CancellationToken.None);
        await AddAsync(host, other.Key, [.. Enumerable.Range(0, 30).Select(_ => NewId.At(host.Clock))]);
        var there = new SortedSet<Guid>(Comparer<Guid>.Create(InOrder));

        for (var step = 0; step < 8; step++)
        {
            // At the end, as ids come; now and then in between, as another node's clock may have it.
            var come = Enumerable.Range(0, random.Next(20, 150)).Select(_ => random.Next(40) == 0 ? AnyId(random) : Later(host)).ToList();
            await AddAsync(host, made.Key, come);
            there.UnionWith(come);
            var gone = there.Where(_ => random.Next(step % 3 == 2 ? 5 : 400) == 0).ToList();
            await host.Store.WriteAsync(async db =>
                db.RemoveRange(await db.Users.Where(u => u.DirectoryKey == made.Key && gone.Contains(u.Id)).ToListAsync()), CancellationToken.None);
            there.ExceptWith(gone);

            for (var n = 0; n < 12; n++)
            {
                var (start, count) = (random.Next(1, there.Count + 20), random.Next(0, 120));
                var page = await lists.UsersAsync(directory, new() { StartIndex = start, Count = count }, CancellationToken.None);
                Assert.Equal(there.Count, page.TotalResults);
                Assert.Equal(there.Skip(start - 1).Take(count), page.Resources.Select(r => r.Id));
            }
        }
    }

    static Guid AnyId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }

    static Guid Later(Host host)
    {
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return NewId.At(host.Clock);
    }

    // As the databases compare them: by their bytes, the first one first.
    static int InOrder(Guid left, Guid right) => left.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(right.ToByteArray(bigEndian: true));

    static Task AddAsync(Host host, int directory, IReadOnlyList<Guid> ids) => host.Store.WriteAsync(db =>
    {
        var now = host.Clock.GetUtcNow();
        foreach (var id in ids)
            db.Add(new DirectoryUser
            {
                DirectoryKey = directory, Id = id, UserName = id.ToString(), UserNameKey = id.ToString(), CreatedAt = now, UpdatedAt = now,
                Document = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"x"}""",
            });
        return Task.CompletedTask;
    }, CancellationToken.None);
}
