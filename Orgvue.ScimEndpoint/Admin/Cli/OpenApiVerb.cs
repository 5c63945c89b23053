using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Orgvue.ScimEndpoint.Feeds;
using Orgvue.ScimEndpoint.Http.OpenApi;
using Orgvue.ScimEndpoint.OrgvueSide;
using Swashbuckle.AspNetCore.Swagger;
using TextWriter = System.IO.TextWriter;

namespace Orgvue.ScimEndpoint.Admin.Cli;

/// <summary><c>openapi</c>: writes the description of the API, without a database or a server.</summary>
static class OpenApiVerb
{
    public static Command Of(TextWriter output)
    {
        var file = new Option<string>("--out") { Description = "The file to write.", DefaultValueFactory = _ => "openapi.yaml" };
        var openapi = new Command("openapi", "Write the OpenAPI document as YAML.") { file };
        openapi.SetAction(async (parsed, ct) =>
        {
            var path = parsed.GetValue(file)!;
            await System.IO.File.WriteAllTextAsync(path, await TextAsync(ct), ct);
            await output.WriteLineAsync($"Written: {path}");
            return 0;
        });
        return openapi;
    }

    static async Task<string> TextAsync(CancellationToken ct)
    {
        // Only what the document is made from: controllers and how they write JSON.
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAdmin().AddOrgvueSide().AddFeeds();
        builder.Services.AddControllers().AddApplicationPart(typeof(OpenApiVerb).Assembly)
            .AddJsonOptions(json => json.JsonSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        builder.Services.AddOpenApiDocument();
        await using var app = builder.Build();
        var document = app.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(OpenApiSetup.Document);
        return (await document.SerializeAsYamlAsync(OpenApiSetup.SpecVersion, ct)).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }
}
