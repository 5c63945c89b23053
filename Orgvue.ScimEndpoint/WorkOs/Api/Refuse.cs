using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>The refusals of the emulated API.</summary>
static class Refuse
{
    /// <summary>404 for what does not exist, or is nothing that this API speaks for.</summary>
    public static RefusalException NotFound(string what, string id) =>
        new(StatusCodes.Status404NotFound, "entity_not_found", $"{what} not found: {Shown(id)}.");

    /// <summary>400 for a cursor that no page of this list can have given.</summary>
    public static RefusalException UnknownCursor(string field, string id) =>
        // With errors the SDK throws its BadRequestException, without any its generic one.
        new(StatusCodes.Status400BadRequest, "unknown_cursor", $"{field}: no cursor of this list: {Shown(id)}.",
            new FieldError(field, "unknown_cursor", "No cursor of this list."));

    // What the caller sent comes back shortened: an answer is no place for a megabyte.
    static string Shown(string id) => id.Length <= 64 ? $"'{id}'" : $"'{(char.IsHighSurrogate(id[63]) ? id[..63] : id[..64])}…'";
}

/// <summary>Looks at every parameter before refusing, so that the caller reads all that is wrong at once: 422, field by field.</summary>
public sealed class ParameterChecks
{
    readonly List<FieldError> _errors = [];

    public void Add(string field, string code, string message) => _errors.Add(new(field, code, message));

    public void Refuse()
    {
        if (_errors.Count > 0)
            throw new RefusalException(StatusCodes.Status422UnprocessableEntity, "invalid_request_parameters",
                string.Join(' ', _errors.Select(e => $"{e.Field}: {e.Message}")), _errors);
    }
}
