using System.CommandLine;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>directory sign-in</c>.</summary>
static class SignInVerb
{
    public static Command Of(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var tokens = new Option<bool?>("--bearer-tokens") { Description = "true or false." };
        var clients = new Option<bool?>("--client-credentials") { Description = "true or false: OAuth 2.0 client credentials." };
        var issuer = new Option<string>("--jwt-issuer") { Description = "Accept this issuer's JWTs; \"none\" accepts none." };
        var audience = new Option<string>("--jwt-audience") { Description = "Whom they must be for." };
        var client = new Option<string>("--jwt-client") { Description = "Which client they must be from; any without it." };
        var verb = new Command("sign-in", "Say, or change, how the directory's clients sign in.") { directory, tokens, clients, issuer, audience, client };
        verb.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var id = await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct);
            var edit = new AuthenticationEdit { BearerTokens = parsed.GetValue(tokens), ClientCredentials = parsed.GetValue(clients) };
            if (parsed.GetValue(issuer) is { } named)
                edit.Jwt = named == "none" ? null : new() { Issuer = named, Audience = parsed.GetValue(audience), ClientId = parsed.GetValue(client) };
            var directories = services.GetRequiredService<Onboarded>();
            await directories.EditAsync(id, new() { Authentication = edit }, ct);
            var now = AuthenticationView.Of(await directories.FindAsync(id, ct));
            return new(now,
            [
                $"Bearer tokens       {(now.BearerTokens ? "yes" : "no")}",
                $"Client credentials  {(now.ClientCredentials ? "yes" : "no")}",
                $"JWTs                {(now.Jwt is { } jwt ? $"of {jwt.Issuer} for {jwt.Audience}{(jwt.ClientId is { } one ? $" from {one}" : "")}" : "no")}",
            ]);
        }));
        return verb;
    }
}
