using System.Net;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

public sealed class A_token(BothServers servers) : IClassFixture<BothServers>
{
    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task That_nobody_issued_is_refused_with_a_challenge(StorageProvider provider)
    {
        var server = servers[provider];

        using var unknown = await AskAsync(server, "ovscim_0123456789", server.Directory.Id);
        using var none = await AskAsync(server, null, server.Directory.Id);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (unknown.StatusCode, none.StatusCode));
        Assert.Equal("Bearer realm=\"SCIM\", error=\"invalid_token\"", unknown.Headers.WwwAuthenticate.ToString());
        Assert.Equal("Bearer realm=\"SCIM\"", none.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/scim+json", unknown.Content.Headers.ContentType?.MediaType);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_another_directory_learns_not_even_that_the_directory_is_there(StorageProvider provider)
    {
        var server = servers[provider];

        using var there = await AskAsync(server, server.Other.Token, server.Directory.Id);
        using var nowhere = await AskAsync(server, server.Other.Token, "directory_01KAS0000000000000000000ZZ");

        Assert.Equal(HttpStatusCode.Unauthorized, there.StatusCode);
        Assert.Equal(await WholeAsync(nowhere), await WholeAsync(there));
    }

    [Fact]
    public async Task Opens_neither_the_admin_api_nor_the_Orgvue_side()
    {
        var server = servers[StorageProvider.InMemory];
        using var client = server.Host.ClientWith(server.Directory.Token);

        await client.GetAsync("/admin/api/directories", HttpStatusCode.Unauthorized);
        await client.GetAsync("/api/v1/ACME/accounts", HttpStatusCode.Unauthorized);
    }

    static async Task<HttpResponseMessage> AskAsync(Inhabited server, string? token, string directory)
    {
        using var client = server.Host.ClientWith(token);
        return await client.GetAsync($"/scim/v2/{directory}/Users/{server.User}");
    }

    static async Task<string> WholeAsync(HttpResponseMessage answer) =>
        $"{answer.StatusCode}\n{answer.Headers}{answer.Content.Headers}\n{await answer.Content.ReadAsStringAsync()}";
}
