using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>Only a real server bounds the request line, so this one listens on a port.</summary>
public sealed class A_long_filter
{
    [Theory]
    [InlineData('x')]
    [InlineData('中')]
    public async Task Is_served_from_the_URL_up_to_its_limit_and_refused_with_a_sentence_beyond(char letter)
    {
        await using var host = new Host();
        host.UseKestrel(0);
        host.StartServer();
        var directory = await host.NewDirectoryAsync();
        await directory.UserAsync("ada");
        string Filtered(int length) => $"Users?filter={Uri.EscapeDataString($"userName ne \"{new string(letter, length - 14)}\"")}";

        var found = await directory.Scim.GetAsync(Filtered(ScimLimits.Default.FilterLength), HttpStatusCode.OK);
        var refused = await directory.Scim.GetAsync(Filtered(ScimLimits.Default.FilterLength + 1), HttpStatusCode.BadRequest);

        Assert.Equal(1, (int)found["totalResults"]!);
        Assert.Equal("invalidFilter", (string)refused["scimType"]!);
        Assert.Contains("8192", (string)refused["detail"]!, StringComparison.Ordinal);
    }
}
