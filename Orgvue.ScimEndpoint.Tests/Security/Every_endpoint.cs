using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Admin;
using Orgvue.ScimEndpoint.Controllers;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Tests.Security;

/// <summary>Who may call is decided by what is called, not by how its address is spelled; what is not decided is for administrators.</summary>
public sealed class Every_endpoint
{
    /// <summary>All that anybody may call.</summary>
    static readonly string[] Open = [Health.Live, Health.Ready, "workos/webhooks/{directory}", OAuthSetup.TokenEndpoint, OAuthSetup.Metadata, "admin/api/sign-in"];

    [Fact]
    public async Task Says_who_may_call_it()
    {
        await using var host = new Host();

        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        Assert.True(endpoints.Count > 100, $"only {endpoints.Count} endpoints");
        Assert.Equal(Open.Order(), endpoints.Where(IsOpen).Select(e => e.RoutePattern.RawText!).Distinct().Order());
        foreach (var scim in endpoints.Where(IsScim))
            Assert.Contains(scim.Metadata.GetOrderedMetadata<IAuthorizeData>(), a => a.AuthenticationSchemes == "DirectoryToken");
    }

    [Theory]
    [InlineData("scim/v2/{0}/Users")]
    [InlineData("SCIM/V2/{0}/users")]
    [InlineData("scim/v2/{0}/%55sers")]
    [InlineData("%73cim/v2/{0}/Users")]
    [InlineData("scim%2Fv2/{0}/Users")]
    [InlineData("scim/v2/{0}/Users/")]
    [InlineData("scim/v2/{0}/Users;a=b")]
    [InlineData("scim/v2//{0}/Users")]
    [InlineData("./scim/v2/{0}/Users")]
    [InlineData("admin/../scim/v2/{0}/Users")]
    [InlineData("admin/api/directories")]
    [InlineData("ADMIN/API/Directories")]
    [InlineData("%61dmin/api/directories/{0}")]
    [InlineData("odata/Accounts")]
    [InlineData("api/v1/ACME/accounts")]
    public async Task Is_closed_without_a_key_however_it_is_spelled(string path)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        await directory.Scim.PostAsync("Users", new StringContent(
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"nobody-s-business"}""", System.Text.Encoding.UTF8, "application/scim+json"));
        using var anybody = host.ClientWith(null);

        var answer = await anybody.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, directory.Id));

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.NotFound });
        Assert.DoesNotContain("nobody-s-business", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    static bool IsOpen(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    static bool IsScim(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.ControllerTypeInfo.IsSubclassOf(typeof(ScimController)) ?? false;
}
