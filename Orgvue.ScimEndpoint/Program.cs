using System.Text.Json;
using System.Text.Json.Serialization;
using Orgvue.ScimEndpoint.Admin;
using Orgvue.ScimEndpoint.Admin.Cli;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Feeds;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Http.OpenApi;
using Orgvue.ScimEndpoint.OrgvueSide;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

if (await Commands.TryRunAsync(args) is { } exitCode) return exitCode;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddStorage(builder.Configuration, builder.Environment.ContentRootPath);
builder.Services.AddSync(builder.Configuration);
builder.Services.AddDirectories(builder.Configuration);
builder.Services.AddScimHttp();
builder.Services.AddEndpointSecurity(builder.Configuration);
builder.Services.AddAdmin().AddOrgvueSide().AddFeeds();
builder.Services.AddOpenApiDocument();
builder.Services.AddControllers()
    .AddJsonOptions(json => json.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

var app = builder.Build();

app.UseOpenApiDocument();
app.UseRouting();
app.UseScimErrors();
app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();

await app.Services.GetRequiredService<Store>().MigrateAsync();
await app.Services.GetRequiredService<AdminKey>().EstablishAsync(app.Environment.IsDevelopment(), CancellationToken.None);
await app.RunAsync();
return 0;
