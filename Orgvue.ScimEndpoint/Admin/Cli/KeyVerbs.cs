using System.CommandLine;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>key new</c>, <c>key list</c> and <c>key revoke</c>.</summary>
static class KeyVerbs
{
    public static Command Of(Terminal terminal) => new("key", "Keys of the admin API.") { New(terminal), List(terminal), Revoke(terminal) };

    static Command New(Terminal terminal)
    {
        var name = new Option<string>("--name") { Description = "Whose key it is; the audit trail shows it.", Required = true };
        var role = new Option<ApiRole>("--role") { Description = "reader, operator or administrator.", Required = true };
        var validFor = new Option<string>("--valid-for") { Description = "How long it is valid, such as 90.00:00:00 (90 days); without it, until it is revoked." };
        var make = new Command("new", "Issue a key, which is shown this once.") { name, role, validFor };
        make.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var made = await services.GetRequiredService<ApiKeyDesk>()
                .IssueAsync(new() { Name = parsed.GetValue(name), Role = parsed.GetValue(role), ValidFor = parsed.GetValue(validFor) }, ct);
            return new(made,
            [
                $"Key ID   {made.KeyId}", $"Key      {made.Key}",
                .. made.ExpiresAt is { } end ? new[] { $"Expires  {end:u}" } : [],
                "The key is not kept: note it now.",
            ]);
        }));
        return make;
    }

    static Command List(Terminal terminal)
    {
        var list = new Command("list", "List the keys by their last characters.");
        list.SetAction(terminal.Does(async (services, _, ct) =>
        {
            var page = await services.GetRequiredService<ApiKeyDesk>().ListAsync(new(Paging.MaxLimit, null), ct);
            return new(page, page.Items.Count == 0 ? ["There are no keys but the setting Admin:Key."] : page.Items.Select(k =>
                $"{k.KeyId}  …{k.Suffix}  {k.Role,-13}  {k.Name}  made {k.CreatedAt:u}  {(k.LastUsedAt is { } used ? $"used {used:u}" : "never used")}"
                + (k.ExpiresAt is { } expires ? $"  expires {expires:u}" : "")
                + (k.RevokedAt is { } revoked ? $"  revoked {revoked:u}" : "")));
        }));
        return list;
    }

    static Command Revoke(Terminal terminal)
    {
        var id = new Argument<string>("keyId") { Description = "As key list shows it." };
        var revoke = new Command("revoke", "Revoke a key: the next request with it is refused.") { id };
        revoke.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var key = parsed.GetRequiredValue(id);
            await services.GetRequiredService<ApiKeyDesk>().RevokeAsync(key, ct);
            return new(new { keyId = key, revoked = true }, [$"Key {key} is revoked."]);
        }));
        return revoke;
    }
}
