using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>
/// The directory that a request is about: the key that every store call takes, the resource types with the directory's own extensions, and
/// what the request met that the RFC does not know. One for each request.
/// </summary>
public sealed record DirectoryContext(int Key, ResourceType User, ResourceType Group, Tolerance Tolerance)
{
    public Profile Profile => Tolerance.Profile;
}
