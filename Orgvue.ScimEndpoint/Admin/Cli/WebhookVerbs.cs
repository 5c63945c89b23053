using System.CommandLine;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>webhook add</c>, <c>list</c>, <c>remove</c>, <c>test</c> and <c>rotate</c>.</summary>
static class WebhookVerbs
{
    public static Command Of(Terminal terminal) =>
        new("webhook", "Who is told of what happens.") { Add(terminal), List(terminal), Remove(terminal), Test(terminal), Rotate(terminal) };

    static Command Add(Terminal terminal)
    {
        var url = new Option<string>("--url") { Description = "Where it is posted to: http or https.", Required = true };
        var directory = new Option<string>("--directory") { Description = "The only directory that it is told of; without it, all." };
        var events = new Option<string[]>("--event") { Description = "An event, such as run.held; repeat it for several, leave it out for all." };
        var add = new Command("add", "Add a webhook. Its signing secret is shown this once.") { url, directory, events };
        add.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var made = await services.GetRequiredService<WebhookDesk>().CreateAsync(
                new() { Url = parsed.GetRequiredValue(url), DirectoryId = parsed.GetValue(directory), Events = parsed.GetValue(events) }, ct);
            return new(made, Lines(made));
        }));
        return add;
    }

    static Command List(Terminal terminal)
    {
        var list = new Command("list", "List the webhooks.");
        list.SetAction(terminal.Does(async (services, _, ct) =>
        {
            var page = await services.GetRequiredService<WebhookDesk>().ListAsync(new(Paging.MaxLimit, null), ct);
            return new(page, page.Items.Count == 0 ? ["Nobody is told of anything yet."] : page.Items.Select(w =>
                $"{w.WebhookId}  {w.Url}  {w.DirectoryId ?? "every directory"}  {(w.Events.Count == 0 ? "every event" : string.Join(' ', w.Events))}"
                + $"  {(w.Kind == WebhookKind.WorkOs ? "as WorkOS sends them  " : "")}{w.Pending} pending{(w.Enabled ? "" : "  not enabled")}"));
        }));
        return list;
    }

    static Command Remove(Terminal terminal)
    {
        var id = IdArgument();
        var remove = new Command("remove", "Remove a webhook, and what waits to be sent to it.") { id };
        remove.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var webhook = parsed.GetRequiredValue(id);
            await services.GetRequiredService<WebhookDesk>().RemoveAsync(webhook, ct);
            return new(new { webhookId = webhook, removed = true }, [$"Webhook {webhook} is removed."]);
        }));
        return remove;
    }

    static Command Test(Terminal terminal)
    {
        var id = IdArgument();
        var test = new Command("test", "Send a test event now and tell what came back.") { id };
        test.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var came = await services.GetRequiredService<WebhookDesk>().TestAsync(parsed.GetRequiredValue(id), ct);
            return new(came, [came.Delivered ? $"Delivered: {came.Status} in {came.Milliseconds} ms. {came.Answer}".TrimEnd() : $"Not delivered: {came.Error}"]);
        }));
        return test;
    }

    static Command Rotate(Terminal terminal)
    {
        var id = IdArgument();
        var rotate = new Command("rotate", "Give a webhook a new signing secret, valid at once and shown this once.") { id };
        rotate.SetAction(terminal.Does(async (services, parsed, ct) =>
        {
            var made = await services.GetRequiredService<WebhookDesk>().RotateAsync(parsed.GetRequiredValue(id), ct);
            return new(made, Lines(made));
        }));
        return rotate;
    }

    static Argument<string> IdArgument() => new("webhookId") { Description = "As webhook list shows it." };

    static string[] Lines(WebhookMade made) =>
        [$"Webhook ID      {made.WebhookId}", $"Signing secret  {made.Secret}", "The secret is not shown again: note it now."];
}
