using System.CommandLine;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>directory create</c>, <c>directory list</c> and <c>directory sign-in</c>.</summary>
static class DirectoryVerbs
{
    public static Command Of(Terminal terminal) => new("directory", "On-board directories.") { Create(terminal), List(terminal), SignInVerb.Of(terminal) };

    static Command Create(Terminal terminal)
    {
        var name = new Option<string>("--name") { Description = "What the directory is called.", Required = true };
        var provider = new Option<string>("--provider") { Description = EnumNames.Allowed<IdentityProvider>() };
        var environment = new Option<string>("--environment") { Description = EnumNames.Allowed<OrgvueEnvironment>() };
        var profile = new Option<string>("--profile") { Description = EnumNames.Allowed<DirectoryProfile>() };
        var email = new Option<string>("--iam-administrator-email") { Description = "Whom to ask about the directory." };
        var delay = new Option<string>("--sync-delay") { Description = "hh:mm:ss for which changes batch." };
        var tenants = new Option<string[]>("--tenant")
        {
            Description = "ID[,singleTenant|multiTenant[,prefix]]; once for each tenant. The prefix is kept as it stands, its last _ included.",
        };
        var url = BaseUrl();
        var create = new Command("create", "Make a directory with its tenants and a first token, which is shown this once.")
        {
            name, provider, environment, profile, email, delay, tenants, url,
        };
        create.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var made = DirectoryMade.Of(await services.GetRequiredService<DirectorySetup>().CreateAsync(new NewDirectory
            {
                Name = parsed.GetValue(name), Provider = Named<IdentityProvider>("--provider", parsed.GetValue(provider)),
                Environment = Named<OrgvueEnvironment>("--environment", parsed.GetValue(environment)),
                Profile = Named<DirectoryProfile>("--profile", parsed.GetValue(profile)),
                IamAdministratorEmail = parsed.GetValue(email), SyncDelay = parsed.GetValue(delay),
                Tenants = [.. (parsed.GetValue(tenants) ?? []).Select(Tenant)],
            }, ct), Origin(services, parsed.GetValue(url)));
            return new(made,
            [
                $"Directory ID   {made.DirectoryId}",
                $"SCIM base URL  {made.ScimBaseUrl}",
                $"Bearer token   {made.Token}",
                "The token is not kept: note it now.",
                .. made.Warnings.Select(w => $"Warning {w.Code}: {w.Message}"),
            ]);
        }));
        return create;
    }

    static Command List(Terminal terminal)
    {
        var url = BaseUrl();
        var list = new Command("list", "List the directories.") { url };
        list.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var directories = services.GetRequiredService<Onboarded>();
            var all = new List<DirectoryView>();
            string? cursor = null;
            do
            {
                var page = await directories.ListAsync(new(Paging.MaxLimit, cursor), Origin(services, parsed.GetValue(url)), ct);
                all.AddRange(page.Items);
                cursor = page.NextCursor;
            }
            while (cursor is not null);
            return new(new Page<DirectoryView>(all, null), all.Count == 0
                ? ["There are no directories yet; directory create makes one."]
                : all.Select(d => $"{d.DirectoryId}  {d.Environment,-10}  {d.Provider,-9}  {d.State,-8}  {d.Name}"));
        }));
        return list;
    }

    static NewTenant Tenant(string text)
    {
        var parts = text.Split(',', 3);
        return new()
        {
            TenantId = parts[0],
            Mode = parts.Length > 1 ? Named<ConfigurationMode>("--tenant", parts[1]) : null,
            GroupPrefix = parts.Length > 2 ? parts[2] : null,
        };
    }

    static T? Named<T>(string option, string? name) where T : struct, Enum => name is null
        ? null
        : EnumNames.Parse<T>(name)
            ?? throw new RefusalException(StatusCodes.Status400BadRequest, "InvalidRequest", $"{option}: Expected one of {EnumNames.Allowed<T>()}.");

    static Option<string> BaseUrl() => new("--base-url") { Description = "Where identity providers reach the server; its own first address otherwise." };

    static string Origin(IServiceProvider services, string? given) =>
        given ?? services.GetRequiredService<IConfiguration>()["urls"]?.Split(';')[0] ?? "http://localhost:5080";
}
