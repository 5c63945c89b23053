using System.Text.Json.Serialization;
using Orgvue.ScimEndpoint.Admin;
using Orgvue.ScimEndpoint.Feeds;
using Orgvue.ScimEndpoint.OrgvueSide;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddStorage(builder.Configuration, builder.Environment.ContentRootPath);
builder.Services.AddSync(builder.Configuration);
builder.Services.AddEndpointSecurity(builder.Configuration);
builder.Services.AddAdmin().AddOrgvueSide().AddFeeds();
builder.Services.AddControllers()
    .AddJsonOptions(json => json.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase)));

var app = builder.Build();

app.UseAdminProblems().UseOrgvueErrors().UseFeedErrors();
app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();

await app.Services.GetRequiredService<Store>().MigrateAsync();
await app.Services.GetRequiredService<AdminKey>().EstablishAsync(app.Environment.IsDevelopment(), CancellationToken.None);
await app.RunAsync();
