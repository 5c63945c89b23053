using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>One setting that an import changes.</summary>
/// <param name="Setting">Where it stands: <c>directory.syncDelay</c>, <c>tenants[ACME].groupPrefix</c>, <c>schemas[urn:…]</c>.</param>
/// <param name="Change"><c>added</c>, <c>changed</c> or <c>removed</c>.</param>
public sealed record PromotionChange(string Setting, string Change, JsonNode? From, JsonNode? To);

/// <summary>What differs between a directory and a document, setting by setting. Pure.</summary>
sealed record PromotionDiff(IReadOnlyList<PromotionChange> Changes, IReadOnlyList<string> Unchanged)
{
    /// <param name="directory">The directory as it would be exported; null for one that is yet to be made.</param>
    public static PromotionDiff Of(PromotionDocument? directory, PromotionDocument document)
    {
        var (have, want) = (directory is null ? [] : Settings(directory), Settings(document));
        var changes = new List<PromotionChange>();
        var unchanged = new List<string>();
        foreach (var setting in have.Keys.Union(want.Keys).Order(StringComparer.Ordinal))
            if (!have.TryGetValue(setting, out var from)) changes.Add(new(setting, "added", null, want[setting]?.DeepClone()));
            else if (!want.TryGetValue(setting, out var to)) changes.Add(new(setting, "removed", from?.DeepClone(), null));
            else if (JsonNode.DeepEquals(from, to)) unchanged.Add(setting);
            else changes.Add(new(setting, "changed", from?.DeepClone(), to?.DeepClone()));
        return new(changes, unchanged);
    }

    public bool Touches(string setting) => Changes.Any(c => c.Setting.StartsWith(setting, StringComparison.Ordinal));

    /// <summary>By which whoever applies it says which diff was looked at.</summary>
    public string Hash(string target)
    {
        var text = new StringBuilder(target);
        foreach (var change in Changes)
            text.Append('\n').Append(JsonSerializer.Serialize(change, PromotionDocument.Json));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    static Dictionary<string, JsonNode?> Settings(PromotionDocument document)
    {
        var settings = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        Add("directory", document.Directory!);
        foreach (var tenant in document.Tenants!) Add($"tenants[{tenant!.TenantId}]", tenant);
        foreach (var schema in document.Schemas!) settings[$"schemas[{schema!.Uri}]"] = JsonSerializer.SerializeToNode(schema, PromotionDocument.Json);
        return settings;

        void Add(string at, object of)
        {
            foreach (var (name, value) in JsonSerializer.SerializeToNode(of, PromotionDocument.Json)!.AsObject())
                if (name != "tenantId") settings[$"{at}.{name}"] = value;
        }
    }
}
