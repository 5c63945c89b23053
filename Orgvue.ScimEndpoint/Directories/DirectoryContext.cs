using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>
/// The directory that a request is about: the key that every store call takes, the resource types with the directory's own extensions, and
/// what the request met that the RFC does not know. One for each request.
/// </summary>
public sealed record DirectoryContext(int Key, ResourceType User, ResourceType Group, Tolerance Tolerance)
{
    /// <summary>The version of the schemas that the types were made of.</summary>
    public int SchemasVersion { get; init; }

    public Profile Profile => Tolerance.Profile;
}
