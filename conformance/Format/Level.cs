using System.Text.Json.Serialization;

namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>Who asks for the behaviour: the RFC (MUST, SHOULD), a real identity provider, or Orgvue's own guide.</summary>
public enum Level
{
    [JsonStringEnumMemberName("MUST")] Must,
    [JsonStringEnumMemberName("SHOULD")] Should,
    [JsonStringEnumMemberName("IDP")] Idp,
    [JsonStringEnumMemberName("ORGVUE")] Orgvue,
}
