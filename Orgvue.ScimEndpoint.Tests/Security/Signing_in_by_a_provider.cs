using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Security;

/// <summary>An OpenID Connect provider says who somebody is, and a claim of its what he may do (OpenID Connect Core 1.0 §3.1, RFC 7636).</summary>
public sealed class Signing_in_by_a_provider
{
    static Host Server(ScriptedIssuer issuer, params (string, string)[] more)
    {
        var host = new Host(StorageProvider.InMemory,
        [
            ("Notifications:AllowPrivateNetworks", "true"), ("OpenIdConnect:Authority", issuer.Url), ("OpenIdConnect:ClientId", "console"), ("OpenIdConnect:ClientSecret", "its secret"),
            ("OpenIdConnect:DisplayName", "Contoso"), ("OpenIdConnect:Administrators", "scim-admins, owners"), ("OpenIdConnect:Readers", "everybody"), .. more,
        ]);
        // The browser's cookies end by the machine's clock, and so does an id token.
        host.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        return host;
    }

    [Theory]
    [InlineData("administrator", "everybody", "owners")]
    [InlineData("reader", "everybody")]
    public async Task Gives_the_widest_role_of_the_claim(string role, params string[] groups)
    {
        await using var issuer = await ScriptedIssuer.StartAsync();
        await using var host = Server(issuer);
        using var browser = host.ClientWith(null);
        Assert.Equal("Contoso", (string)JsonNode.Parse(await browser.GetStringAsync("/admin/api/sign-in"))!["openIdConnect"]!["name"]!);

        var back = await ThroughAsync(browser, issuer, asked => Token(issuer, asked["nonce"], groups: groups));

        Assert.Equal("/admin/", back);
        var me = JsonNode.Parse(await browser.GetStringAsync("/admin/api/me"))!;
        Assert.Equal(("anna@contoso.example", role), ((string)me["name"]!, (string)me["role"]!));
        Assert.NotNull(me["antiForgeryToken"]);
        host.Clock.Advance(TimeSpan.FromHours(8.1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/admin/api/me")).StatusCode);
    }

    [Theory]
    [InlineData("no role")]
    [InlineData("another nonce")]
    [InlineData("a stranger's key")]
    [InlineData("another audience")]
    [InlineData("another issuer")]
    [InlineData("expired")]
    [InlineData("another state")]
    [InlineData("no cookie")]
    [InlineData("an error")]
    public async Task Lets_nobody_else_in(string because)
    {
        await using var issuer = await ScriptedIssuer.StartAsync();
        await using var host = Server(issuer);
        using var browser = host.ClientWith(null);
        using var other = host.ClientWith(null);
        var now = TimeProvider.System.GetUtcNow();

        var back = await ThroughAsync(browser, issuer, asked => because switch
            {
                "no role" => Token(issuer, asked["nonce"], groups: ["guests"]),
                "another nonce" => Token(issuer, "else", groups: ["owners"]),
                "a stranger's key" => Token(issuer, asked["nonce"], by: new(ScriptedIssuer.NewKey("first"), SecurityAlgorithms.RsaSha256), groups: ["owners"]),
                "another audience" => Token(issuer, asked["nonce"], audience: "else", groups: ["owners"]),
                "another issuer" => Token(issuer, asked["nonce"], from: "https://else.example", groups: ["owners"]),
                "expired" => issuer.Token(now, "console", validFor: TimeSpan.FromHours(-1), from: TimeSpan.FromHours(-2), claims: Claims(asked["nonce"], ["owners"])),
                _ => Token(issuer, asked["nonce"], groups: ["owners"]),
            },
            because switch { "another state" => "state=CfDJ8", "an error" => "error=access_denied&error_description=%3Cscript%3E", _ => null },
            because == "no cookie" ? other : browser);

        Assert.StartsWith("/admin/?refused=", back, StringComparison.Ordinal);
        Assert.Equal(because == "no role", Uri.UnescapeDataString(back).Contains("anna@contoso.example has none of the values of the claim roles", StringComparison.Ordinal));
        Assert.DoesNotContain("script", back, StringComparison.Ordinal);
        foreach (var client in new[] { browser, other }) Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/admin/api/me")).StatusCode);
    }

    [Fact]
    public async Task Is_not_offered_where_no_provider_is_set()
    {
        await using var host = new Host();
        using var browser = host.ClientWith(null);

        Assert.Null(JsonNode.Parse(await browser.GetStringAsync("/admin/api/sign-in"))!["openIdConnect"]);
        Assert.Contains((await browser.GetAsync("/admin/sign-in/openid-connect")).StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.Unauthorized });
    }

    [Theory]
    [InlineData("OpenIdConnect:ClientId", "", "OpenIdConnect:ClientId")]
    [InlineData("OpenIdConnect:Authority", "contoso", "OpenIdConnect:Authority")]
    public async Task Is_refused_at_the_start_where_a_setting_is_missing(string name, string value, string said)
    {
        await using var issuer = await ScriptedIssuer.StartAsync();
        await using var host = Server(issuer, (name, value));

        var refused = Assert.ThrowsAny<Exception>(() => host.Services);

        Assert.Contains(said, refused.ToString(), StringComparison.Ordinal);
    }

    static (string, string)[] Claims(string nonce, string[] groups) =>
        [("sub", "1234"), ("preferred_username", "anna@contoso.example"), ("nonce", nonce), .. groups.Select(g => ("roles", g))];

    static string Token(ScriptedIssuer issuer, string nonce, string audience = "console", string? from = null, SigningCredentials? by = null, params string[] groups) =>
        issuer.Token(TimeProvider.System.GetUtcNow(), audience, from, by, claims: Claims(nonce, groups));

    /// <summary>To the provider and back, as a browser goes; where it ends.</summary>
    static async Task<string> ThroughAsync(HttpClient browser, ScriptedIssuer issuer, Func<Dictionary<string, string>, string> token, string? answer = null, HttpClient? returns = null)
    {
        var there = await browser.GetAsync("/admin/sign-in/openid-connect");
        Assert.Equal(HttpStatusCode.Redirect, there.StatusCode);
        Assert.StartsWith($"{issuer.Url}/authorize", there.Headers.Location!.ToString(), StringComparison.Ordinal);
        var asked = QueryHelpers.ParseQuery(there.Headers.Location.Query).ToDictionary(p => p.Key, p => p.Value.ToString());
        Assert.Equal(("code", "console", "S256", "http://localhost/admin/signed-in"), (asked["response_type"], asked["client_id"], asked["code_challenge_method"], asked["redirect_uri"]));
        issuer.Exchange = form =>
        {
            Assert.Equal(asked["code_challenge"], Base64UrlTextEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))));
            return token(asked);
        };

        var state = $"state={Uri.EscapeDataString(asked["state"])}";
        var query = answer is null ? $"code=a-code&{state}" : answer.StartsWith("state", StringComparison.Ordinal) ? $"code=a-code&{answer}" : $"{answer}&{state}";
        var back = await (returns ?? browser).GetAsync($"/admin/signed-in?{query}");

        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        return back.Headers.Location!.ToString();
    }
}
