using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Orgvue.ScimEndpoint.Tests.Security;

/// <summary>An issuer of JWTs on a free port, with OpenID Connect Discovery and a key that the test may change.</summary>
sealed class ScriptedIssuer : IAsyncDisposable
{
    readonly WebApplication _app;

    ScriptedIssuer(WebApplication app) => _app = app;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>The key that it signs with and publishes.</summary>
    public RsaSecurityKey Key { get; set; } = NewKey("first");

    /// <summary>How often its keys were read.</summary>
    public int Asked { get; private set; }

    public bool IsDown { get; set; }

    /// <summary>What it answers when a code is exchanged: the id token to the request's form.</summary>
    public Func<IFormCollection, string>? Exchange { get; set; }

    public static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };

    public static async Task<ScriptedIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new ScriptedIssuer(builder.Build());
        issuer._app.Run(issuer.AnswerAsync);
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>A token of this issuer, or what differs from one.</summary>
    public string Token(DateTimeOffset now, string audience = "scim", string? issuer = null, SigningCredentials? by = null, TimeSpan? validFor = null, TimeSpan? from = null, params (string Type, string Value)[] claims) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Url, Audience = audience, SigningCredentials = by ?? new(Key, SecurityAlgorithms.RsaSha256),
            IssuedAt = (now + (from ?? TimeSpan.Zero)).UtcDateTime, NotBefore = (now + (from ?? TimeSpan.Zero)).UtcDateTime,
            Expires = validFor == TimeSpan.MaxValue ? null : (now + (validFor ?? TimeSpan.FromHours(1))).UtcDateTime,
            Subject = new(claims.Select(c => new Claim(c.Type, c.Value))),
        });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    async Task AnswerAsync(HttpContext http)
    {
        if (IsDown)
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }
        if (http.Request.Path == "/.well-known/openid-configuration")
        {
            await http.Response.WriteAsJsonAsync(new { issuer = Url, jwks_uri = $"{Url}/keys", authorization_endpoint = $"{Url}/authorize", token_endpoint = $"{Url}/token" });
            return;
        }
        if (http.Request.Path == "/token")
        {
            await http.Response.WriteAsJsonAsync(new { access_token = "for nothing", token_type = "Bearer", expires_in = 60, id_token = Exchange!(await http.Request.ReadFormAsync()) });
            return;
        }
        Asked++;
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(Key);
        await http.Response.WriteAsJsonAsync(new { keys = new[] { new { kty = "RSA", use = "sig", kid = key.Kid, n = key.N, e = key.E } } });
    }
}
