using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Orgvue.ScimEndpoint.Http.OpenApi;

/// <summary>The document's parts, in fewer words than the library's.</summary>
static class Shapes
{
    public static IOpenApiSchema Ref(string name, OpenApiDocument document) => new OpenApiSchemaReference(name, document);

    public static OpenApiSchema Text(string? format = null) => new() { Type = JsonSchemaType.String, Format = format };

    public static OpenApiSchema Number(int? minimum = null, int? maximum = null, int? standard = null) => new()
    {
        Type = JsonSchemaType.Integer, Minimum = minimum?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Maximum = maximum?.ToString(System.Globalization.CultureInfo.InvariantCulture), Default = standard,
    };

    public static OpenApiSchema ListOf(IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    public static Dictionary<string, IOpenApiMediaType> Content(string mediaType, IOpenApiSchema schema, params IEnumerable<Example> examples) =>
        new() { [mediaType] = new OpenApiMediaType { Schema = schema, Examples = Examples(examples) } };

    public static OpenApiResponse Response(string description, Dictionary<string, IOpenApiMediaType>? content = null) =>
        new() { Description = description, Content = content };

    public static OpenApiParameter Query(string name, string description, IOpenApiSchema schema, params IEnumerable<Example> examples) =>
        Parameter(ParameterLocation.Query, name, description, schema, examples);

    public static OpenApiParameter Header(string name, string description, params IEnumerable<Example> examples) =>
        Parameter(ParameterLocation.Header, name, description, Text(), examples);

    // The page fills in, and sends, the first example; so the first is to send nothing.
    static OpenApiParameter Parameter(ParameterLocation where, string name, string description, IOpenApiSchema schema, IEnumerable<Example> examples)
    {
        var all = examples.ToList();
        if (all.Count > 0) all.Insert(0, new("none", "None", ""));
        return new() { Name = name, In = where, Description = description, Schema = schema, Examples = Examples(all) };
    }

    static Dictionary<string, IOpenApiExample>? Examples(IEnumerable<Example> examples)
    {
        var all = examples.ToDictionary(e => e.Name, e => (IOpenApiExample)new OpenApiExample { Summary = e.Summary, Value = e.Value });
        return all.Count == 0 ? null : all;
    }
}

/// <summary>A value to start from, and what it shows.</summary>
sealed record Example(string Name, string Summary, JsonNode Value)
{
    public static Example Json(string name, string summary, [System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string value) =>
        new(name, summary, JsonNode.Parse(value)!);
}
