using System.CommandLine;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>token new</c>, <c>token list</c> and <c>token revoke</c>.</summary>
static class TokenVerbs
{
    public static Command Of(Terminal terminal) =>
        new("token", "The bearer tokens of a directory.") { New(terminal), List(terminal), Revoke(terminal) };

    static Command New(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var validFor = new Option<string>("--valid-for") { Description = "How long it is valid, such as 90.00:00:00 (90 days); without it, until it is revoked." };
        var client = new Option<bool>("--client-secret") { Description = "A secret for OAuth 2.0 client credentials instead of a bearer token." };
        var make = new Command("new", "Issue a token, which is shown this once.") { directory, validFor, client };
        make.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var made = await services.GetRequiredService<TokenDesk>()
                .IssueAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), new()
                {
                    ValidFor = parsed.GetValue(validFor), Kind = parsed.GetValue(client) ? TokenKind.ClientSecret : TokenKind.Bearer,
                }, ct);
            string[] shown = made.Kind == TokenKind.Bearer
                ? [$"Bearer token  {made.Token}"]
                : [$"Client ID      {made.ClientId}", $"Client secret  {made.Token}", $"Token endpoint {made.TokenEndpoint} (behind the server's address)"];
            return new(made,
            [
                $"Token ID      {made.TokenId}", .. shown,
                .. made.ExpiresAt is { } end ? new[] { $"Expires       {end:u}" } : [],
                made.Kind == TokenKind.Bearer ? "The token is not kept: note it now." : "The secret is not kept: note it now.",
            ]);
        }));
        return make;
    }

    static Command List(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var list = new Command("list", "List a directory's tokens by their last characters.") { directory };
        list.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var page = await services.GetRequiredService<TokenDesk>()
                .ListAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), new(Paging.MaxLimit, null), ct);
            return new(page, page.Items.Select(t =>
                $"{t.TokenId}  …{t.Suffix}  {(t.Kind == TokenKind.Bearer ? "" : "client secret  ")}made {t.CreatedAt:u}  {(t.LastUsedAt is { } used ? $"used {used:u}" : "never used")}"
                + (t.ExpiresAt is { } expires ? $"  expires {expires:u}" : "")
                + (t.RevokedAt is { } revoked ? $"  revoked {revoked:u}" : "")));
        }));
        return list;
    }

    static Command Revoke(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var id = new Argument<string>("tokenId") { Description = "As token list shows it." };
        var revoke = new Command("revoke", "Revoke a token: the next request with it is refused.") { directory, id };
        revoke.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var token = parsed.GetRequiredValue(id);
            await services.GetRequiredService<TokenDesk>()
                .RevokeAsync(await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), token, ct);
            return new(new { tokenId = token, revoked = true }, [$"Token {token} is revoked."]);
        }));
        return revoke;
    }
}
