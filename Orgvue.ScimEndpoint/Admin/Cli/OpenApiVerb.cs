using System.CommandLine;
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
        var file = new Option<string>("--out")
        {
            Description = "The file to write. [default: the nearest openapi.yaml in this folder or above it]",
            DefaultValueFactory = _ => Nearest(),
        };
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

    // "dotnet run --project X" starts in the folder of X, not where it was typed.
    static string Nearest()
    {
        const string name = "openapi.yaml";
        for (var folder = new System.IO.DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.Path.Combine(folder.FullName, name) is var path && System.IO.File.Exists(path))
                return path;
        return name;
    }

    static async Task<string> TextAsync(CancellationToken ct)
    {
        // Only what the document is made from: controllers and how they write JSON. Development would check that the rest is there too.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Services.AddAdmin().AddOrgvueSide().AddFeeds();
        builder.Services.AddControllers().AddApplicationPart(typeof(OpenApiVerb).Assembly);
        builder.Services.AddOpenApiDocument();
        await using var app = builder.Build();
        var document = app.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(OpenApiSetup.Document);
        return (await document.SerializeAsYamlAsync(OpenApiSetup.SpecVersion, ct)).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }
}
