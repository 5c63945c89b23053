using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>Entra pushes users first, groups later and memberships last; a run may come in between.</summary>
public sealed class Entras_order
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public Task Fails_users_of_one_tenant_until_their_memberships_come(StorageProvider provider) =>
        FailsUntilMemberAsync(provider, "ACME ada MissingPlatformRole", [new()]);

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public Task Fails_users_of_no_tenant_until_their_memberships_come(StorageProvider provider) =>
        FailsUntilMemberAsync(provider, "ada NoTenantGroup", [new(), new("BETA", "multiTenant")]);

    static async Task FailsUntilMemberAsync(StorageProvider provider, string failure, TestTenant[] tenants)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync(tenants: tenants);

        var ada = await directory.UserAsync("ada");
        var group = await directory.RoleAsync("user");
        await host.AtAsync("5:00");
        Assert.Equal([failure], await host.OpenFailuresAsync(directory));
        Assert.Empty(await host.AccountsAsync());
        await host.AtAsync("7:00");
        await directory.AddAsync(group, ada);
        await host.AtAsync("12:00");

        Assert.Equal(["ada: user"], await host.AccountsAsync());
        Assert.Empty(await host.OpenFailuresAsync(directory));
        var closed = Assert.Single(await host.FailuresAsync(directory, "resolved"))!;
        Assert.Equal("2026-11-23T09:12:00Z", (string)closed["resolvedAt"]!);
        Assert.Contains((string)closed["resolvedByRun"]!,
            (await host.RunsAsync(directory)).Where(r => (string)r!["dueAt"]! == "2026-11-23T09:12:00Z").Select(r => (string)r!["runId"]!));
    }
}
