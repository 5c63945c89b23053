using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>The three operations of RFC 7644 section 3.5.2.</summary>
public enum PatchOp { Add, Remove, Replace }

/// <summary>One operation as it was sent; Index counts from 0, errors count from 1.</summary>
public sealed record PatchOperation(PatchOp Op, string? Path, JsonNode? Value, bool HasValue, int Index)
{
    /// <summary>How errors call it.</summary>
    public string Where => $"Operation {Index + 1}";
}
