using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Pulling;

/// <summary>WorkOS's REST API on a free port, over directories that the test changes while it is read, and with the faults that the test wants.</summary>
sealed class ScriptedWorkOs : IAsyncDisposable
{
    public const string Key = "sk_test_scripted_workos";
    const int MostEvents = 30;

    readonly WebApplication _app;
    readonly TimeProvider _clock;
    readonly Lock _one = new();

    ScriptedWorkOs(WebApplication app, TimeProvider clock)
    {
        (_app, _clock) = (app, clock);
        Directory = new(clock);
        Directories.Add(Directory);
    }

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public RemoteDirectory Directory { get; }
    public List<RemoteDirectory> Directories { get; } = [];

    /// <summary>Every request, and when it came.</summary>
    public List<(string Query, DateTimeOffset At)> Asked { get; } = [];

    /// <summary>What happens before the request of that number (from 1) is answered.</summary>
    public Action<int> Before { get; set; } = _ => { };

    /// <summary>Answers in the place of the API, or not (false).</summary>
    public Func<HttpContext, int, Task<bool>> Fault { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Whether users are shown with their groups; WorkOS need not.</summary>
    public bool ShowsGroupsOfUsers { get; set; }

    /// <summary>Whether a cursor of something that was deleted is refused.</summary>
    public bool ForgetsDeleted { get; set; }

    public static async Task<ScriptedWorkOs> StartAsync(TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new ScriptedWorkOs(builder.Build(), clock);
        api._app.Run(api.AnswerAsync);
        await api._app.StartAsync();
        return api;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
        return context.Response.WriteAsync(body.ToJsonString());
    }

    public static Task RefuseAsync(HttpContext context, int status, string message = "No.") =>
        WriteAsync(context, status, new JsonObject { ["message"] = message, ["code"] = "refused" });

    async Task AnswerAsync(HttpContext context)
    {
        int number;
        lock (_one)
        {
            Asked.Add((context.Request.Path + context.Request.QueryString, _clock.GetUtcNow()));
            number = Asked.Count;
            Before(number);
        }
        context.Response.Headers.Date = _clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (await Fault(context, number)) return;
        if (context.Request.Headers.Authorization != $"Bearer {Key}")
        {
            await RefuseAsync(context, 401, "Unauthorized");
            return;
        }
        JsonObject? body;
        lock (_one) body = Body(context.Request);
        if (body is null) await RefuseAsync(context, 404, "Entity not found");
        else if (body["refused"] is { } why) await RefuseAsync(context, 400, (string)why!);
        else await WriteAsync(context, 200, body);
    }

    JsonObject? Body(HttpRequest request)
    {
        var query = request.Query;
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var directory = Directories.SingleOrDefault(d => d.Id == (path is ["directories", var named] ? named : (string?)query["directory"]));
        return path switch
        {
            ["directories"] => Page([.. Directories.Select(d => d.Shown())], query, 100),
            ["events"] => Events(query),
            _ when directory is null => null,
            ["directories", _] => directory.Shown(),
            ["directory_groups"] when (string?)query["user"] is { } user => directory.Users.Contains(user) ? Page([.. directory.GroupObjects(user)], query, 100) : null,
            ["directory_groups"] => Page([.. directory.GroupObjects()], query, 100),
            ["directory_users"] when (string?)query["group"] is { } group => directory.Groups.Contains(group) ? Page(Users(directory, group), query, 100) : null,
            ["directory_users"] => Page(Users(directory, null), query, 100),
            _ => null,
        };
    }

    List<JsonObject> Users(RemoteDirectory directory, string? group) =>
    [
        .. directory.UserObjects(group).Select(u =>
        {
            var shown = u.DeepClone().AsObject();
            shown["groups"] = new JsonArray([.. ShowsGroupsOfUsers ? directory.GroupObjects((string)u["id"]!).Select(g => g.DeepClone()) : []]);
            return shown;
        }),
    ];

    JsonObject Events(IQueryCollection query)
    {
        if (query.ContainsKey("after") && query.ContainsKey("range_start")) return new() { ["refused"] = "after and range_start exclude each other" };
        var types = ((string?)query["events"])?.Split(',') ?? [];
        var all = Directories.Where(d => (string?)query["organization_id"] is not { } of || d.Organization == of).SelectMany(d => d.Events).ToList();
        if ((string?)query["range_start"] is { } start)
        {
            var from = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture);
            all = [.. all.Where(e => e.At >= from)];
        }
        return Page([.. all.Where(e => types.Contains((string)e.Json["event"]!)).Select(e => e.Json)], query, MostEvents);
    }

    // Ids ascend with creation.
    JsonObject Page(List<JsonObject> all, IQueryCollection query, int most)
    {
        if ((string?)query["after"] is { } after)
        {
            if (ForgetsDeleted && !all.Exists(o => (string)o["id"]! == after)) return new() { ["refused"] = $"after {after} is not known" };
            all = [.. all.Where(o => string.CompareOrdinal((string)o["id"]!, after) > 0)];
        }
        var limit = Math.Min(most, int.Parse(query["limit"].ToString(), CultureInfo.InvariantCulture));
        var page = all.Take(limit).ToList();
        return new()
        {
            ["object"] = "list", ["data"] = new JsonArray([.. page.Select(o => o.DeepClone())]),
            ["list_metadata"] = new JsonObject { ["before"] = null, ["after"] = all.Count > limit ? page[^1]["id"]!.DeepClone() : null },
        };
    }
}
