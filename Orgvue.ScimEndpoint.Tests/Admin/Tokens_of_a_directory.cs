using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed class Tokens_of_a_directory
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_issued_listed_without_their_secret_and_revoked_at_once(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var url = $"/admin/api/directories/{directory.Id}/tokens";
        var tokens = host.Services.GetRequiredService<DirectoryTokens>();

        var made = await host.Admin.PostAsync(url, null, HttpStatusCode.Created);
        var secret = (string)made["token"]!;
        Assert.Equal(directory.Id, (await tokens.OwnerAsync(secret, default))?.Id);

        var list = await host.Admin.GetAsync(url, HttpStatusCode.OK);
        Assert.Equal(2, list["items"]!.AsArray().Count);
        Assert.DoesNotContain(secret, list.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(list["items"]!.AsArray(), t => (string)t!["suffix"]! == secret[^4..] && (string?)t["lastUsedAt"] == "2026-11-23T09:00:00Z");

        await host.Admin.DeleteAsync($"{url}/{made["tokenId"]}", HttpStatusCode.NoContent);
        await host.Admin.DeleteAsync($"{url}/{made["tokenId"]}", HttpStatusCode.NoContent);
        Assert.Null(await tokens.OwnerAsync(secret, default));
        Assert.NotNull(await tokens.OwnerAsync(directory.Token, default));
        var revoked = (await host.Admin.GetAsync(url, HttpStatusCode.OK))["items"]!.AsArray().Single(t => (string)t!["tokenId"]! == (string)made["tokenId"]!);
        Assert.Equal("2026-11-23T09:00:00Z", (string)revoked!["revokedAt"]!);
    }

    [Fact]
    public async Task Are_not_another_directorys_to_revoke()
    {
        await using var host = new Host();
        var (one, other) = (await host.NewDirectoryAsync(), await host.NewDirectoryAsync("B", tenants: new TestTenant("OTHER")));
        var token = (await host.Admin.GetAsync($"/admin/api/directories/{other.Id}/tokens", HttpStatusCode.OK))["items"]![0]!["tokenId"];

        var problem = await host.Admin.DeleteAsync($"/admin/api/directories/{one.Id}/tokens/{token}", HttpStatusCode.NotFound);
        await host.Admin.DeleteAsync($"/admin/api/directories/{one.Id}/tokens/x", HttpStatusCode.NotFound);

        Assert.Equal("TokenNotFound", (string)problem["code"]!);
        Assert.False(await host.Store.ReadAsync(db => db.Tokens.AnyAsync(t => t.RevokedAt != null)));
    }

    [Fact]
    public async Task Open_nothing_once_the_directory_is_unlinked()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var url = $"/admin/api/directories/{directory.Id}";

        await host.Admin.PatchAsync(url, new { state = "UNLINKED" }, HttpStatusCode.OK);

        Assert.Null(await host.Services.GetRequiredService<DirectoryTokens>().OwnerAsync(directory.Token, default));
        Assert.Equal("DirectoryNotLinked", (string)(await host.Admin.PostAsync($"{url}/sync", null, HttpStatusCode.Conflict))["code"]!);
    }
}
