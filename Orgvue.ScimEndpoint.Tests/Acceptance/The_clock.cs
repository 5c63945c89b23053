using System.Net;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>Rule B10: all time comes from the injected clock; the banned symbols hold it for the source, this for what is written.</summary>
public sealed class The_clock
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task B10_Is_where_every_instant_that_is_stored_comes_from(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var start = host.Clock.GetUtcNow();
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        var group = await directory.RoleAsync("user", ada, await directory.UserAsync("bob"));
        await directory.RoleAsync("hr", await directory.UserAsync("lost"));
        await host.AfterTheDelayAsync();
        await host.Admin.PostAsync("/api/v1/ACME/accounts", new { email = "eve@contoso.example", roles = new[] { "user" } }, HttpStatusCode.Created);
        await directory.RemoveAsync(group, ada);
        await host.AfterTheDelayAsync();
        await directory.AddAsync(group, ada);

        var instants = await host.Store.ReadAsync(async db => new[]
        {
            InstantsOf(await db.Directories.ToListAsync()), InstantsOf(await db.Users.ToListAsync()), InstantsOf(await db.Groups.ToListAsync()),
            InstantsOf(await db.Configurations.ToListAsync()), InstantsOf(await db.Accounts.ToListAsync()), InstantsOf(await db.Changes.ToListAsync()),
            InstantsOf(await db.Runs.ToListAsync()), InstantsOf(await db.Failures.ToListAsync()), InstantsOf(await db.Audit.ToListAsync()),
        });

        Assert.All(instants, of => Assert.NotEmpty(of));
        Assert.All(instants.SelectMany(of => of), at => Assert.InRange(at, start, host.Clock.GetUtcNow()));
    }

    static List<DateTimeOffset> InstantsOf<T>(List<T> rows) =>
        [.. rows.SelectMany(row => typeof(T).GetProperties().Select(p => p.GetValue(row)).OfType<DateTimeOffset>())];
}
