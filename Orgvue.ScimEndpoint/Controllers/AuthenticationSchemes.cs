using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Controllers;

/// <summary>How the clients of a directory may sign in, as <c>/ServiceProviderConfig</c> says it (RFC 7643 §5).</summary>
static class AuthenticationSchemes
{
    public static JsonArray Of(WaysIn ways, string origin)
    {
        var schemes = new List<JsonObject>();
        if (ways.Tokens)
            schemes.Add(Scheme("oauthbearertoken", "Bearer token", "The directory's token, sent as: Authorization: Bearer <token>", "https://www.rfc-editor.org/rfc/rfc6750"));
        if (ways.ClientCredentials)
            schemes.Add(Scheme("oauth2", "OAuth 2.0 client credentials",
                $"The directory's id and one of its client secrets are exchanged for an access token at {origin}{OAuthSetup.TokenEndpoint}", "https://www.rfc-editor.org/rfc/rfc6749#section-4.4"));
        if (ways.JwtIssuer is { } issuer)
            schemes.Add(Scheme("oauthbearertoken", "JWT of an issuer", $"A JWT of {issuer}, sent as: Authorization: Bearer <token>", "https://www.rfc-editor.org/rfc/rfc9068"));
        // "Primary" is one of them.
        schemes[0]["primary"] = true;
        return [.. schemes];
    }

    static JsonObject Scheme(string type, string name, string description, string specification) =>
        new() { ["type"] = type, ["name"] = name, ["description"] = description, ["specUri"] = specification };
}
