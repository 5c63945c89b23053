using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>SCIM ids are UUIDs here, in the one spelling that we give out; anything else is simply not found (RFC 7643 §3.1: caseExact).</summary>
static class Ids
{
    public static Guid? Parse(string? id) => Guid.TryParseExact(id, "D", out var guid) && guid.ToString() == id ? guid : null;

    /// <summary>The id that a reference names: its value is compared without case (RFC 7643 §8.7.1, "caseExact": false).</summary>
    public static Guid? ParseReference(string id) => Parse(Fold.Key(id).ToLowerInvariant());

    public static Guid Required(string type, string id) => Parse(id) ?? throw NotFound(type, id);

    public static ScimException NotFound(string type, string id) =>
        new(404, null, $"{type} {(id.Length <= 64 ? id : id[..64] + "…")} does not exist in this directory.");

    public static void CheckVersion(IReadOnlyCollection<int>? ifMatch, int version)
    {
        if (ifMatch is not null && !ifMatch.Contains(version))
            throw new ScimException(412, null, ifMatch.Count == 0
                ? $"The resource exists, at version {version}: If-None-Match: * does not hold, or If-Match names no version at all."
                : $"The resource is at version {version}, not at one that If-Match names.");
    }
}
