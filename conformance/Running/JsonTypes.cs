using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>The names JSON has for its types.</summary>
static class JsonTypes
{
    public static readonly IReadOnlySet<string> All = new HashSet<string> { "string", "number", "boolean", "array", "object" };

    public static string NameOf(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "null",
    };
}
