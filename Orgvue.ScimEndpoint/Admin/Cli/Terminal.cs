using System.CommandLine;
using System.CommandLine.Parsing;
using TextWriter = System.IO.TextWriter;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Traffic;
using Orgvue.ScimEndpoint.WorkOs.Out;
using Orgvue.ScimEndpoint.WorkOs.Pulling;
using Orgvue.ScimEndpoint.WorkOs.Webhooks;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary>What every verb needs: the server's own classes on the server's own database, and a place to write to.</summary>
sealed class Terminal(string[] settings, TextWriter output)
{
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON, as the admin API would answer.", Recursive = true };

    /// <summary>A verb's action. The server's services are built but nothing of it runs: no port, no sync worker.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Does(Func<IServiceProvider, ParseResult, CancellationToken, Task<Shown>> verb) =>
        async (parsed, ct) =>
        {
            Actor.Enter(new($"command line ({Environment.UserName})", Request: Spoken(parsed.CommandResult)));
            await using var app = Build();
            var store = app.Services.GetRequiredService<Store>();
            if (!await store.ReadAsync(db => Task.FromResult(db.Database.IsRelational())))
                throw new InvalidOperationException("Storage:Provider is InMemory: that store lives in the server's process, where no verb can reach it.");
            await store.MigrateAsync(ct);
            await app.Services.GetRequiredService<WorkOsKey>().LearnAsync(ct);
            var shown = await verb(app.Services, parsed, ct);
            await ShowAsync(shown, parsed, app.Services.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions);
            return 0;
        };

    /// <summary>The action of a verb that must not open the database.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> DoesAlone(Func<Place, ParseResult, CancellationToken, Task<Shown>> verb) =>
        async (parsed, ct) =>
        {
            var builder = WebApplication.CreateBuilder(settings);
            await ShowAsync(await verb(Place.Of(builder.Configuration, builder.Environment.ContentRootPath), parsed, ct), parsed, new(JsonSerializerDefaults.Web));
            return 0;
        };

    async Task ShowAsync(Shown shown, ParseResult parsed, JsonSerializerOptions json)
    {
        json.WriteIndented = true;
        if (parsed.GetValue(Json)) await output.WriteLineAsync(JsonSerializer.Serialize(shown.Value, json));
        else
            foreach (var line in shown.Lines)
                await output.WriteLineAsync(line);
    }

    /// <summary>The directory that was named, or the only one there is.</summary>
    public static async Task<string> DirectoryAsync(IServiceProvider services, string? named, CancellationToken ct)
    {
        if (named is not null) return named;
        var directories = await services.GetRequiredService<Store>().ReadAsync(db => db.Directories.Select(d => d.Id).Take(2).ToListAsync(ct));
        return directories.Count == 1
            ? directories[0]
            : throw new RefusalException(StatusCodes.Status400BadRequest, "InvalidRequest", "Say which directory: --directory <id>; directory list shows them.");
    }

    public static Option<string> DirectoryOption() => new("--directory") { Description = "The directory's id; may be left out where there is only one." };

    // The verb alone: what follows it may be anything.
    static string Spoken(CommandResult verb) =>
        verb.Parent is CommandResult { Command: not RootCommand } outer ? $"{Spoken(outer)} {verb.Command.Name}" : verb.Command.Name;

    WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder(settings);
        // What is printed is the verb's answer and nothing else.
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddStorage(builder.Configuration, builder.Environment.ContentRootPath);
        builder.Services.AddNotifications(builder.Configuration, builder.Environment);
        builder.Services.AddWorkOsWebhooks();
        builder.Services.AddSync(builder.Configuration);
        builder.Services.AddEndpointSecurity(builder.Configuration);
        builder.Services.AddWorkOsEvents(builder.Configuration, s => s.GetRequiredService<WorkOsKey>().IsOn);
        builder.Services.AddTraffic(builder.Configuration, builder.Environment);
        builder.Services.AddWorkOsPulling(builder.Configuration);
        builder.Services.AddAdmin();
        return builder.Build();
    }
}

/// <summary>An answer: as JSON, or as lines to read.</summary>
sealed record Shown(object Value, IEnumerable<string> Lines);
