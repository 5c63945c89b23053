using System.Net;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>An event is there if, and only if, the change that it tells of is.</summary>
public sealed class An_event_that_did_not_happen
{
    public static TheoryData<StorageProvider> Providers => Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task Is_not_there_while_the_API_is_off(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await directory.RoleAsync("user", await directory.UserAsync("ada"));

        Assert.Empty(await host.PayloadsAsync());
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Is_not_of_a_write_that_was_refused(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        var group = await directory.RoleAsync("user", ada);

        Assert.Empty(await host.NamesAsync(async () =>
        {
            await directory.Scim.PostAsync("Users", Pushes.User("ADA"), HttpStatusCode.Conflict);
            await directory.Scim.PatchAsync($"Groups/{group}", Pushes.Patch(
                new { op = "replace", path = "displayName", value = "Other" },
                new { op = "add", path = "members", value = new[] { new { value = NewId.At(host.Clock) } } }), HttpStatusCode.BadRequest);
            using var stale = new HttpRequestMessage(HttpMethod.Delete, $"Users/{ada}") { Headers = { { "If-Match", "W/\"99\"" } } };
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await directory.Scim.SendAsync(stale)).StatusCode);
        }));
    }

    [Fact]
    public async Task Goes_with_the_transaction_that_it_tells_of()
    {
        await using var host = Emulated.On(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        var now = host.Clock.GetUtcNow();
        var user = new DirectoryUser { DirectoryKey = directory.Key, Id = NewId.At(host.Clock), UserName = "u", UserNameKey = "U", Document = "{}", CreatedAt = now, UpdatedAt = now };

        Assert.Empty(await host.NamesAsync(() => Assert.ThrowsAsync<InvalidOperationException>(() => host.Store.WriteAsync(async db =>
        {
            db.Add(user);
            await db.SaveChangesAsync();
            Assert.Equal(1, await db.WorkOsEvents.CountAsync(e => e.Event == "dsync.user.created"));
            throw new InvalidOperationException("The power went off.");
        }, CancellationToken.None))));
        Assert.Equal(0, await host.Store.ReadAsync(db => db.Users.CountAsync()));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Is_not_of_a_dry_run(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var now = host.Clock.GetUtcNow();

        Assert.Empty(await host.NamesAsync(() => host.Store.DryRunAsync(directory.Key, async run =>
        {
            await host.Store.WriteAsync(db =>
            {
                db.Add(new DirectoryUser { DirectoryKey = directory.Key, Id = NewId.At(host.Clock), UserName = "u", UserNameKey = "U", Document = "{}", CreatedAt = now, UpdatedAt = now });
                return Task.CompletedTask;
            }, CancellationToken.None);
            Assert.Contains(run.Changes, c => c.After is DirectoryUser);
            Assert.DoesNotContain(run.Changes, c => c.After is WorkOsEvent);
            return true;
        }, CancellationToken.None)));
    }
}
