using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Scim.Clients;

/// <summary>The traits by which providers are told that do not name themselves, as seen in their documentation, code or traffic.</summary>
static class Signs
{
    const string Legacy = "Entra (legacy)";
    const string OptScim = "Entra (aadOptscim062020)";
    const string Validator = "Entra (validator)";

    public static IReadOnlyList<Sign> All { get; } =
    [
        new("Entra", true, "The header Adscimversion, which Entra alone sends.", r => r.Header("Adscimversion") is not null),
        new(OptScim, true, "The flag aadOptscim062020 in the URL.", r => r.Asks("(^|&|\\?)aadOptscim062020(=|&|$)")),

        // The shapes below could be anybody's: the name gets a "probably".
        new(Legacy, false, "Operations spelled Add, Replace or Remove.",
            r => r.Operations.Any(o => ClientRequest.Text(o, "op") is "Add" or "Replace" or "Remove")),
        new(Legacy, false, "A boolean written \"True\" or \"False\".", r => Flag(r) is "True" or "False"),
        new("Entra", false, "A schema URI of Microsoft's.", r => r.Lists("schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM")),
        new("Entra", false, "Members with \"$ref\": null.", r => r.Members.Any(m => m.ContainsKey("$ref") && m["$ref"] is null)),
        new("Entra", false, "A filter emails[type eq \"…\"].value eq.", r => r.Asks("emails\\[type eq \"[^\"]*\"\\]\\.value eq ")),
        new("Entra", false, "A question for one reference: id eq … and manager eq …, attributes=id.",
            r => r.Asks("filter=id eq \"[^\"]*\" and (manager|members) eq ") && r.Asks("attributes=id(&|$)")),
        new("Entra", false, "A search for a group without its members: excludedAttributes=members before the filter.",
            r => r.Asks("^excludedAttributes=members&filter=(displayName|externalId) eq ")),
        new(OptScim, false, "A pathless operation with paths or URNs as keys.",
            r => r.Operations.Any(o => o["path"] is null && DottedKeys(o["value"]))),
        new(Validator, false, "Roles whose primary is a string.",
            r => r.Objects("roles").Any(role => role["primary"]?.GetValueKind() == JsonValueKind.String)),

        new("Okta", false, "Accept-Charset: utf-8 with Accept: application/scim+json.",
            r => Is(r, "Accept-Charset", "utf-8") && r.Header("Accept")?.StartsWith("application/scim+json", StringComparison.Ordinal) == true),
        new("Okta", false, "The first call when an integration is saved: /Users?startIndex=1&count=2.",
            r => r.Is("GET", "/Users") && r.Query == "startIndex=1&count=2"),
        new("Okta", false, "A new user with a password and groups: [].",
            r => r.Is("POST", "/Users") && r.Body is { } body && body.ContainsKey("password") && body["groups"] is JsonArray { Count: 0 }),
        new("Okta", false, "A group renamed by {id, displayName} without a path.", r => r.Is("PATCH", "/Groups") && PathlessKeys(r, "displayName", "id")),

        new("OneLogin", false, "An empty User-Agent and the 165 bytes with which OneLogin adds a member.",
            r => string.IsNullOrEmpty(r.Header("User-Agent")) && Is(r, "Content-Type", "application/scim+json") && AddsOneMember(r)),

        new("Ping", false, "Operators spelled Eq or Co in a filter.", r => r.Asks("(?i:filter=(username|email)) (Eq|Co) \"")),

        new("authentik", false, "A group replaced as a whole without a path, id and schemas included.",
            r => r.Is("PATCH", "/Groups")
                && r.Operations.Any(o => o["path"] is null && o["value"] is JsonObject v && v.ContainsKey("id") && v.ContainsKey("schemas"))),
        new("authentik", false, "A new user with an e-mail of type other.",
            r => r.Is("POST", "/Users") && r.Objects("emails") is { Count: 1 } emails && ClientRequest.Text(emails[0], "type") == "other"),

        new("Keycloak", false, "A boolean written \"true\" or \"false\", as mitodl's extension does.", r => Flag(r) is "true" or "false"),
        new("Keycloak", false, "Members with a relative $ref, as mitodl's extension sends.",
            r => r.Members.Any(m => ClientRequest.Text(m, "$ref")?.StartsWith("Users/", StringComparison.Ordinal) == true)),

        new("SailPoint", false, "Parts of a name in operations of their own, without a path.",
            r => r.Operations.Count > 1
                && r.Operations.All(o => o["path"] is null && o["value"] is JsonObject { Count: 1 } v && v["name"] is JsonObject { Count: 1 })),

        new("midPoint", false, "Pages of 25.", r => r.Is("GET", "/") && r.Asks("^startIndex=[0-9]+&count=25$")),
        new("midPoint", false, "Accept: application/scim+json, application/json for the configuration.",
            r => r.Is("GET", "/ServiceProviderConfig") && Is(r, "Accept", "application/scim+json, application/json")),

        new("Rauthy", false, "A user unlinked by PUT with \"externalId\": null.",
            r => r.Is("PUT", "/Users") && r.Body is { } body && body.ContainsKey("externalId") && body["externalId"] is null),
    ];

    static bool Is(ClientRequest request, string header, string value) =>
        request.Header(header)?.Equals(value, StringComparison.OrdinalIgnoreCase) == true;

    // "active" as a string, in a body or in an operation.
    static string? Flag(ClientRequest request) => request.Operations
        .Select(o => ClientRequest.Text(o, "path") == "active" ? ClientRequest.Text(o, "value")
            : o["value"] is JsonObject v ? ClientRequest.Text(v, "active")
            : null)
        .Append(request.Body is null ? null : ClientRequest.Text(request.Body, "active")).FirstOrDefault(flag => flag is not null);

    static bool DottedKeys(JsonNode? value) => value is JsonObject json
        && json.Any(p => p.Key.Contains('.', StringComparison.Ordinal) && p.Value is not JsonObject);

    static bool PathlessKeys(ClientRequest request, params string[] keys) => request.Operations.Any(o =>
        o["path"] is null && o["value"] is JsonObject value && value.Select(p => p.Key).Order(StringComparer.Ordinal).SequenceEqual(keys));

    static bool AddsOneMember(ClientRequest request) => request.Is("PATCH", "/Groups") && Is(request, "Content-Length", "165")
        && request.Operations is [var only] && ClientRequest.Text(only, "op") == "add" && ClientRequest.Text(only, "path") == "members";
}
