using System.CommandLine;
using System.Globalization;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>workos link</c>, <c>show</c>, <c>pull</c>, <c>rotate</c> and <c>unlink</c>.</summary>
static class WorkOsVerbs
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static Command Of(Terminal terminal) =>
        new("workos", "A directory that lives at WorkOS.") { Link(terminal), Show(terminal), Pull(terminal), Rotate(terminal), Unlink(terminal) };

    static Command Link(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var remote = new Option<string>("--workos-directory") { Description = "The directory's id at WorkOS (directory_…)." };
        var root = new Option<string>("--workos-url") { Description = "Root of the REST API; WorkOS's own without it." };
        var key = new Option<string>("--api-key") { Description = "Key of the REST API (sk_…); without it nothing is pulled." };
        var secret = new Option<string>("--webhook-secret")
        {
            Description = "Key of the webhooks' signatures (whsec_…); without it no webhook is accepted.",
        };
        var deleted = new Option<string>("--deleted-users") { Description = EnumNames.Allowed<WorkOsDeletedUsers>() };
        var url = BaseUrl();
        var link = new Command("link", "Link a directory to WorkOS, or put another link in the place of the one there is.")
        {
            directory, remote, root, key, secret, deleted, url,
        };
        link.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var (view, _) = await services.GetRequiredService<WorkOsDesk>().PutAsync(
                await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct),
                new()
                {
                    DirectoryId = parsed.GetValue(remote), BaseUrl = parsed.GetValue(root), ApiKey = parsed.GetValue(key),
                    WebhookSecret = parsed.GetValue(secret), DeletedUsers = DeletedUsers(parsed.GetValue(deleted)),
                }, Origin(services, parsed.GetValue(url)), ct);
            return new(view, Lines(view));
        }));
        return link;
    }

    static Command Show(Terminal terminal)
    {
        var (directory, url) = (Terminal.DirectoryOption(), BaseUrl());
        var show = new Command("show", "Show how a directory is linked to WorkOS, and how its pull stands.") { directory, url };
        show.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var view = await services.GetRequiredService<WorkOsDesk>().GetAsync(
                await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct), Origin(services, parsed.GetValue(url)), ct);
            return new(view, Lines(view));
        }));
        return show;
    }

    static Command Pull(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var wait = new Option<bool>("--wait") { Description = "Read it, here where no server does, and return when it is over." };
        var pull = new Command("pull", "Have a directory read whole from WorkOS now.") { directory, wait };
        pull.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var desk = services.GetRequiredService<WorkOsDesk>();
            var id = await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct);
            var view = await desk.PullAsync(id, ct);
            var number = view.Number;
            if (parsed.GetValue(wait))
            {
                var clock = services.GetRequiredService<TimeProvider>();
                while ((view = await desk.PullHereAsync(id, ct)) is { Running: true } && view.Number == number)
                {
                    // What only a person can mend is not waited for.
                    if (view.RetryAt - clock.GetUtcNow() > WaitAtMost) throw new InvalidOperationException(view.Error);
                    await Task.Delay(LookEvery, clock, ct);
                }
            }
            return new(view, PullLines(view));
        }));
        return pull;
    }

    static readonly TimeSpan WaitAtMost = TimeSpan.FromMinutes(10);

    static Command Rotate(Terminal terminal)
    {
        var (directory, url) = (Terminal.DirectoryOption(), BaseUrl());
        var secret = new Option<string>("--webhook-secret")
        {
            Description = "The next secret; the one before is accepted too until the rotation is ended.",
        };
        var end = new Option<bool>("--end") { Description = "End the rotation: the new secret alone is accepted." };
        var rotate = new Command("rotate", "Give the webhooks their next secret, or end the rotation.") { directory, secret, end, url };
        rotate.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var desk = services.GetRequiredService<WorkOsDesk>();
            var id = await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct);
            var origin = Origin(services, parsed.GetValue(url));
            if (parsed.GetValue(end) == parsed.GetValue(secret) is not null)
                throw new RefusalException(StatusCodes.Status400BadRequest, "InvalidRequest", "Give either --webhook-secret or --end.");
            var view = parsed.GetValue(end)
                ? await desk.EndRotationAsync(id, origin, ct)
                : await desk.RotateAsync(id, new() { WebhookSecret = parsed.GetValue(secret) }, origin, ct);
            return new(view, Lines(view));
        }));
        return rotate;
    }

    static Command Unlink(Terminal terminal)
    {
        var directory = Terminal.DirectoryOption();
        var unlink = new Command("unlink", "Unlink a directory from WorkOS. Its users and groups stay as they are.") { directory };
        unlink.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var id = await Terminal.DirectoryAsync(services, parsed.GetValue(directory), ct);
            await services.GetRequiredService<WorkOsDesk>().RemoveAsync(id, ct);
            return new(new { directoryId = id, unlinked = true }, [$"Directory {id} is unlinked from WorkOS."]);
        }));
        return unlink;
    }

    static IEnumerable<string> Lines(WorkOsLinkView view) =>
    [
        $"State           {EnumNames.NameOf(view.State)}",
        $"WorkOS          {view.DirectoryId ?? "directory not told yet"} at {view.BaseUrl}",
        $"API key         {view.ApiKey ?? "none: nothing is pulled"}",
        $"Webhook secret  {view.WebhookSecret ?? "none: no webhook is accepted"}"
        + (view.OldWebhookSecret is { } old ? $", and until the rotation is ended {old}" : ""),
        $"Webhook URL     {view.WebhookUrl}",
        $"Deleted users   {EnumNames.NameOf(view.DeletedUsers)}",
        $"Events          {view.Events.Pending} pending, {view.Events.Merged} merged, {view.Events.Unknown} unknown, "
        + $"{view.Events.Foreign} of other directories",
        $"Known           {view.Items.Users} users, {view.Items.Groups} groups, {view.Items.Memberships} memberships; {view.Items.Waiting} waiting",
        .. view.Pull is { } pull ? PullLines(pull) : ["No pull yet."],
        .. view.Problems.Select(p => $"Problem: {EnumNames.NameOf(p.Kind)} {p.Name ?? p.Id}: {p.Reason}"),
    ];

    static IEnumerable<string> PullLines(WorkOsPullView pull) =>
    [
        $"Pull {pull.Number}          {(pull.Running ? $"under way ({EnumNames.NameOf(pull.Phase)})" : "over")} since "
        + string.Create(CultureInfo.InvariantCulture, $"{(pull.Running ? pull.StartedAt : pull.FinishedAt):u}: ")
        + $"{pull.Users} users, {pull.Groups} groups, {pull.Memberships} memberships, {pull.Events} events in {pull.Requests} requests",
        .. pull.EstimatedEnd is { } end ? new[] { string.Create(CultureInfo.InvariantCulture, $"Probably over at {end:u}.") } : [],
        .. pull.Error is { } error ? new[] { error } : [],
    ];

    static WorkOsDeletedUsers? DeletedUsers(string? name) => name is null
        ? null
        : EnumNames.Parse<WorkOsDeletedUsers>(name) ?? throw new RefusalException(
            StatusCodes.Status400BadRequest, "InvalidRequest", $"--deleted-users: Expected one of {EnumNames.Allowed<WorkOsDeletedUsers>()}.");

    static Option<string> BaseUrl() => new("--base-url") { Description = "Where WorkOS reaches the server; its own first address otherwise." };

    static string Origin(IServiceProvider services, string? given) =>
        given ?? services.GetRequiredService<IConfiguration>()["urls"]?.Split(';')[0] ?? "http://localhost:5080";
}
