namespace Orgvue.ScimEndpoint.Rest;

/// <summary>A request that the admin API or the Orgvue side will not serve. Each surface writes it in its own shape; nothing else catches it.</summary>
public sealed class RefusalException(int status, string code, string detail, params IReadOnlyList<FieldError> errors) : Exception(detail)
{
    public int Status => status;

    /// <summary>What a script may switch on: <c>PrefixConflict</c>, <c>DirectoryNotFound</c>.</summary>
    public string Code => code;

    public IReadOnlyList<FieldError> Errors => errors;

    public static RefusalException NotFound(string what, string id) =>
        new(StatusCodes.Status404NotFound, $"{what}NotFound", $"There is no {what.ToLowerInvariant()} {Shown(id)} here.");

    // What the caller sent comes back shortened: an answer is no place for a megabyte.
    static string Shown(string id) => id.Length <= 64 ? $"\"{id}\"" : "with that id";
}

/// <summary>What is wrong with one field, by the rule that it breaks: one of Orgvue's (<c>M9</c>) or a plain <c>required</c>, <c>length</c>, <c>format</c>.</summary>
public sealed record FieldError(string Field, string Rule, string Message);
