using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Bulk;

/// <summary>The four methods of RFC 7644 section 3.7.</summary>
public enum BulkMethod { Post, Put, Patch, Delete }

/// <summary>One operation of a bulk request; Index counts from 0, errors count from 1. The method is as it is given back.</summary>
public abstract record BulkOperation(int Index, string? Method, string? BulkId)
{
    /// <summary>One that can be tried.</summary>
    /// <param name="Id">The resource's id, or "bulkId:…" for one that this request creates; null for POST.</param>
    /// <param name="References">The bulkIds that its path and its data name.</param>
    public sealed record Sound(
        int Index, BulkMethod Verb, string? BulkId, ResourceType Type, string? Id, string? Version, JsonObject? Data,
        IReadOnlySet<string> References) : BulkOperation(Index, Word(Verb), BulkId);

    /// <summary>One that cannot be read; the others are carried out all the same.</summary>
    /// <param name="Path">As it was sent; null for a POST, which names no resource.</param>
    public sealed record Broken(
        int Index, string? Method, string? BulkId, string? Path, ScimException Refusal) : BulkOperation(Index, Method, BulkId);

    /// <summary>Whether other operations may refer to what this one creates.</summary>
    public bool Creates => BulkId is { Length: > 0 } && Method == Word(BulkMethod.Post);

    internal static string Word(BulkMethod method) => method switch
    {
        BulkMethod.Post => "POST",
        BulkMethod.Put => "PUT",
        BulkMethod.Patch => "PATCH",
        _ => "DELETE",
    };
}
