using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>How the clients of a directory sign in, as it is shown.</summary>
public sealed record AuthenticationView(bool BearerTokens, bool ClientCredentials, JwtView? Jwt)
{
    public static AuthenticationView Of(Directory d) => new(
        d.AcceptsTokens, d.AcceptsClientCredentials, d.JwtIssuer is { } issuer ? new(issuer, d.JwtAudience!, d.JwtClientId) : null);
}

/// <summary>Whose JWTs are accepted.</summary>
public sealed record JwtView(string Issuer, string Audience, string? ClientId);

/// <summary>What may be changed of how a directory's clients sign in; what is not given stays. A <c>jwt</c> of null turns JWTs off. One way in must stay.</summary>
public sealed class AuthenticationEdit
{
    bool _jwtGiven;

    public bool? BearerTokens { get; set; }
    public bool? ClientCredentials { get; set; }

    public JwtWish? Jwt
    {
        get;
        set { field = value; _jwtGiven = true; }
    }

    internal void Apply(Directory directory, Checks checks, bool privateToo, bool whole)
    {
        directory.AcceptsTokens = BearerTokens ?? directory.AcceptsTokens;
        directory.AcceptsClientCredentials = ClientCredentials ?? directory.AcceptsClientCredentials;
        if (_jwtGiven)
            (directory.JwtIssuer, directory.JwtAudience, directory.JwtClientId) = Jwt?.Checked(checks, "authentication.jwt.", privateToo) ?? (null, null, null);
        if (whole && !directory.AcceptsTokens && !directory.AcceptsClientCredentials && directory.JwtIssuer is null)
            checks.Add("authentication", "required", "Nobody could sign in: leave bearerTokens, clientCredentials or jwt on; to close the directory set its state to unlinked.");
    }
}

/// <summary>Whose JWTs are to be accepted.</summary>
public sealed record JwtWish
{
    const int MaxText = 512;

    /// <summary>The token's <c>iss</c>, literally: for Entra <c>https://sts.windows.net/{tenant}/</c>. Its keys are found by OpenID Connect Discovery.</summary>
    public string? Issuer { get; init; }

    /// <summary>The token's <c>aud</c>: for Entra's provisioning service <c>8adf8e6e-67b2-4cf2-a259-e3dc5476c621</c>.</summary>
    public string? Audience { get; init; }

    /// <summary>The client that the token must be from (<c>appid</c>, <c>azp</c>, <c>client_id</c> or <c>sub</c>); null for any.</summary>
    public string? ClientId { get; init; }

    internal (string?, string?, string?) Checked(Checks checks, string at, bool privateToo)
    {
        var issuer = checks.Text(at + "issuer", Issuer, MaxText);
        if (issuer.Length is > 0 and <= MaxText)
            if (EndpointUrl.WrongWith(issuer, privateToo) is (var rule, var message)) checks.Add(at + "issuer", rule, message);
            else if (new Uri(issuer).Query.Length > 0) checks.Add(at + "issuer", "format", "An issuer has no query (RFC 8414 section 2).");
        return (issuer, checks.Text(at + "audience", Audience, MaxText), ClientId is null ? null : checks.Text(at + "clientId", ClientId, MaxText));
    }
}
