using System.Text.Json.Serialization;

namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>Which surface a step talks to: the SCIM base URL or the server's root with the admin key.</summary>
public enum Target
{
    [JsonStringEnumMemberName("scim")] Scim,
    [JsonStringEnumMemberName("admin")] Admin,
}
