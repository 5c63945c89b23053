using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>What the workloads send, in the shapes that every contestant reads.</summary>
static class Bodies
{
    public static string UserName(int n) => $"user{n}@acme.example";

    /// <summary>A user as identity providers send one: some 700 bytes.</summary>
    public static byte[] User(int n) => Bytes($$$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"ext-{{{n}}}",
        "userName":"{{{UserName(n)}}}","name":{"formatted":"Given{{{n}}} Family{{{n}}}","familyName":"Family{{{n}}}","givenName":"Given{{{n}}}"},
        "displayName":"Given{{{n}}} Family{{{n}}}","title":"Analyst","active":true,"emails":[{"value":"{{{UserName(n)}}}","type":"work","primary":true}],
        "phoneNumbers":[{"value":"+44 20 7946 0000","type":"work"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"{{{n}}}","department":"Finance","costCenter":"4130"}}
        """);

    public static byte[] Active(bool active) => Patch($$"""{"op":"replace","path":"active","value":{{(active ? "true" : "false")}}}""");

    public static byte[] Group(string name) => Bytes($$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"{{name}}"}""");

    public static byte[] Add(IEnumerable<string> members) =>
        Patch($$"""{"op":"add","path":"members","value":[{{string.Join(',', members.Select(m => $$"""{"value":"{{m}}"}"""))}}]}""");

    public static byte[] Remove(string member) => Patch($$"""{"op":"remove","path":"members[value eq \"{{member}}\"]"}""");

    public static string Find(int n) => $"/Users?filter={Uri.EscapeDataString($"userName eq \"{UserName(n)}\"")}";

    public static string Page(int start) => string.Create(CultureInfo.InvariantCulture, $"/Users?startIndex={start}&count=100");

    /// <summary>The id in an answer that has one at its top.</summary>
    public static string IdOf(Wire answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.GetProperty("id").GetString()!;
    }

    static byte[] Patch(string operation) => Bytes($$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}""");

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
