using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>An extension schema as an operator gives it.</summary>
public sealed class SchemaWish
{
    /// <summary>What it extends: <c>User</c> or <c>Group</c>.</summary>
    public string? ResourceType { get; set; }

    /// <summary>The schema in the JSON of RFC 7643 §7; without an <c>id</c> it takes the URI that it is put under.</summary>
    [ValidateNever]
    public JsonObject? Definition { get; set; }
}
