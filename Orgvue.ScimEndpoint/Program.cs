using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Admin;
using Orgvue.ScimEndpoint.Admin.Cli;
using Orgvue.ScimEndpoint.Controllers;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Feeds;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Http.OpenApi;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.OrgvueSide;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Traffic;
using Orgvue.ScimEndpoint.WorkOs.Api;
using Orgvue.ScimEndpoint.WorkOs.In;
using Orgvue.ScimEndpoint.WorkOs.Out;
using Orgvue.ScimEndpoint.WorkOs.Pulling;
using Orgvue.ScimEndpoint.WorkOs.Webhooks;

if (await Commands.TryRunAsync(args) is { } exitCode) return exitCode;

StartRefused.SayPlainly();

// No setting is read anew while the server runs. Watching for it would mean to be woken, and to look, with each write to a database below this folder: see docs/performance.md.
var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddStorage(builder.Configuration, builder.Environment.ContentRootPath);
builder.Services.AddNotifications(builder.Configuration, builder.Environment);
builder.Services.AddSync(builder.Configuration);
builder.Services.AddDirectories(builder.Configuration);
builder.Services.AddScimHttp();
builder.Services.AddRequestTime(builder.Configuration);
builder.Services.AddRateLimits(builder.Configuration);
builder.Services.AddPublicAddress(builder.Configuration);
builder.Services.AddEndpointSecurity(builder.Configuration);
builder.Services.AddWorkOsEvents(builder.Configuration, s => s.GetRequiredService<WorkOsKey>().IsOn);
builder.Services.AddWorkOsWebhooks();
builder.Services.AddTraffic(builder.Configuration, builder.Environment);
builder.Services.AddWorkOsIn(builder.Configuration);
builder.Services.AddWorkOsPulling(builder.Configuration);
builder.Services.AddAdmin().AddOrgvueSide().AddFeeds().AddWorkOsApi();
builder.Services.AddOpenApiDocument();
builder.Services.AddHealth();
builder.Services.AddControllers();

var app = builder.Build();

// Before anything is done. The host would do it itself, later, and log the refusal with where it was thrown.
app.Services.GetRequiredService<IStartupValidator>().Validate();

// The database and the routes need not wait for each other.
var preparing = Task.Run(() => app.Services.GetRequiredService<FirstStart>().PrepareAsync());

app.UsePublicAddress();
app.UseOpenApiDocument();
app.UseConsolePages();
app.UseTraffic();
app.UseWorkOsFaults();
app.UseScimHead(WorkOsApiSetup.IsWorkOs);
app.UseRouting();
app.UseScimErrors();
app.UseRequestTime();
app.UseOAuth();
app.UseAuthorization();
app.UseRateLimiter();
app.UseBodyLimit();
app.UseActor();
app.MapControllers();
app.MapHealth();
app.MapOAuth();
app.MapOpenIdConnectSignIn();

var newKeys = await preparing;
await app.StartAsync();
app.RefusePlainHttp();
Banner.Write(app, newKeys, await app.Services.GetRequiredService<FirstStart>().SeedAsync());
await app.WaitForShutdownAsync();
// What the database has open is closed in order. Not after a failure: whoever hosts the server in his own process still looks at it then.
await app.DisposeAsync();
return 0;
