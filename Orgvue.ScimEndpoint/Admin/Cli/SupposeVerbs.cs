using System.CommandLine;
using Orgvue.ScimEndpoint.Admin.Supposing;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>sync what-if</c> and <c>sync replay</c>: plans that nobody carries out.</summary>
static class SupposeVerbs
{
    public static Command WhatIf(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var tenants = new Option<string[]>("--tenant") { Description = "Whose configuration would be different; without it, all of the directory's. May be repeated." };
        var prefix = new Option<string>("--prefix") { Description = "Another group prefix." };
        var mode = new Option<string>("--mode") { Description = "singleTenant or multiTenant." };
        var domains = new Option<string[]>("--domain") { Description = "An e-mail domain that is allowed. May be repeated." };
        var policy = new Option<string>("--domain-policy") { Description = "enforce, warn or off." };
        var enabled = new Option<bool?>("--enabled") { Description = "true or false." };
        var renames = new Option<string[]>("--rename") { Description = "A group with another name: \"old=new\". May be repeated." };
        var limit = new Option<int>("--limit") { Description = "How many entries of each kind are shown.", DefaultValueFactory = _ => 50 };
        var whatIf = new Command("what-if", "The plan of the next run if something were different; nothing is written.")
        {
            directory, tenants, prefix, mode, domains, policy, enabled, renames, limit,
        };
        whatIf.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var id = await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct);
            var edit = new ConfigurationEdit
            {
                GroupPrefix = parsed.GetValue(prefix), Mode = Named<ConfigurationMode>("--mode", parsed.GetValue(mode)),
                Domains = parsed.GetValue(domains) is { Length: > 0 } given ? given : null,
                DomainPolicy = Named<DomainPolicy>("--domain-policy", parsed.GetValue(policy)), Enabled = parsed.GetValue(enabled),
            };
            var names = parsed.GetValue(tenants) is { Length: > 0 } some ? some : edit == new ConfigurationEdit() ? [] : await TenantsAsync(services, id, ct);
            var wish = new WhatIfWish
            {
                Configurations = [.. names.Select(t => edit with { TenantId = t })], Groups = [.. (parsed.GetValue(renames) ?? []).Select(Rename)],
            };
            var answer = await services.GetRequiredService<WhatIfDesk>().OfAsync(id, wish, parsed.GetValue(limit), ct);
            return new(answer, SupposeText.Lines(answer));
        }));
        return whatIf;
    }

    public static Command Replay(Terminal terminal)
    {
        var run = new Argument<string>("run") { Description = "The run's id." };
        var replay = new Command("replay", "What a run did, beside what would be done today with what it saw; nothing is written.") { run };
        replay.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var answer = await services.GetRequiredService<ReplayDesk>().OfAsync(parsed.GetValue(run)!, null, ct);
            return new(answer, SupposeText.Lines(answer));
        }));
        return replay;
    }

    static async Task<string[]> TenantsAsync(IServiceProvider services, string directory, CancellationToken ct) =>
        [.. (await services.GetRequiredService<ConfigurationDesk>().ListAsync(directory, new(null, null), ct)).Items.Where(c => c.Enabled).Select(c => c.TenantId)];

    static T? Named<T>(string option, string? name) where T : struct, Enum =>
        name is null ? null : EnumNames.Parse<T>(name) ?? throw Bad($"{option}: Expected one of {EnumNames.Allowed<T>()}.");

    static GroupRename Rename(string text) => text.Split('=', 2) is [{ Length: > 0 } old, { Length: > 0 } changed]
        ? new() { DisplayName = old, NewDisplayName = changed }
        : throw Bad("--rename: Expected \"old=new\".");

    static RefusalException Bad(string message) => new(StatusCodes.Status400BadRequest, "InvalidRequest", message);
}
