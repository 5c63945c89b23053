using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>The resources that filters are asked of and PATCHes are made on, and the types, profiles and words around them.</summary>
static class Samples
{
    public const string Extension = "urn:example:params:scim:schemas:Badge:1.0:User";
    public const string Id = "01930000-0000-7000-8000-000000000001";
    public const string OtherId = "01930000-0000-7000-8000-000000000002";
    public const string Root = "https://scim.example.com/scim/v2/directory_01";
    public static readonly ScimLimits Limits = ScimLimits.Default;
    static readonly DateTimeOffset At = new(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);

    /// <summary>With an extension that has every type and characteristic that the built-in ones lack.</summary>
    public static readonly ResourceType User = BuiltIn.User.With(Schema.Parse(Json($$"""
        {"id":"{{Extension}}","name":"Badge","attributes":[
          {"name":"level","type":"integer"},{"name":"rate","type":"decimal"},{"name":"since","type":"dateTime"},{"name":"key","type":"binary"},
          {"name":"page","type":"reference","referenceTypes":["external"]},{"name":"number","type":"string","uniqueness":"server","mutability":"immutable"},
          {"name":"secret","type":"string","mutability":"writeOnly","returned":"never"},{"name":"hidden","type":"string","returned":"request"},
          {"name":"made","type":"string","mutability":"readOnly"},{"name":"tags","type":"string","multiValued":true,"caseExact":true},
          {"name":"levels","type":"integer","multiValued":true},{"name":"flag","type":"boolean"},
          {"name":"doors","type":"complex","multiValued":true,"subAttributes":[
            {"name":"value","type":"string","required":true},{"name":"type","type":"string"},{"name":"primary","type":"boolean"},
            {"name":"from","type":"dateTime"},{"name":"floor","type":"integer","mutability":"immutable"},{"name":"days","type":"string","multiValued":true}]},
          {"name":"home","type":"complex","subAttributes":[
            {"name":"value","type":"string"},{"name":"city","type":"string","required":true},{"name":"built","type":"integer","mutability":"immutable"}]}]}
        """)));

    public static readonly ResourceType Group = BuiltIn.Group;

    public static readonly IReadOnlyList<JsonObject> Users =
    [
        Read(User, $$"""{"schemas":["{{ScimUris.User}}"],"userName":"ann@example.com"}"""),
        Read(User, $$"""
            {"schemas":["{{ScimUris.User}}","{{ScimUris.EnterpriseUser}}","{{Extension}}"],"userName":"bjensen@example.com","externalId":"701984",
             "name":{"formatted":"Ms. Barbara J Jensen, III","familyName":"Jensen","givenName":"Bárbara"},"displayName":"Babs","active":true,"title":"Guide",
             "emails":[{"value":"bjensen@example.com","type":"work","primary":true},{"value":"babs@home.example","type":"home"}],
             "phoneNumbers":[{"value":"tel:+1-201-555-0123","type":"work"}],"addresses":[{"type":"work","locality":"Hollywood","country":"US","primary":false}],
             "roles":[{"value":"admin"},{"value":"user","display":"User","type":"x"}],
             "{{ScimUris.EnterpriseUser}}":{"employeeNumber":"7","department":"Tours","manager":{"value":"{{OtherId}}"} },
             "{{Extension}}":{"level":7,"rate":1.50,"since":"2024-02-29T24:00:00+01:00","key":"AQID","page":"https://example.com/7","number":"N7","hidden":"h",
               "tags":["a","B"],"levels":[1,2],"flag":false,"doors":[{"value":"front","type":"in","primary":true,"floor":1,"days":["mo","tu"]},{"value":"back"}],
               "home":{"value":"v","city":"Köln","built":1900} } }
            """),
    ];

    public static readonly JsonObject GroupDocument =
        Read(Group, $$"""{"schemas":["{{ScimUris.Group}}"],"displayName":"IMAPP_Orgvue_SCIM_admin","externalId":"g-1"}""");

    /// <summary>The members of the group as they are shown.</summary>
    public static readonly IReadOnlyList<JsonObject> Members =
    [
        Json($$"""{"value":"{{Id}}","display":"Babs","type":"User"}"""), Json($$"""{"value":"{{OtherId}}","display":"Ann","type":"User"}"""),
        Json("""{"value":"01930000-0000-7000-8000-000000000003","display":"All","type":"Group"}"""),
    ];

    /// <summary>As clients see them, which is what filters look at.</summary>
    public static readonly IReadOnlyList<JsonObject> ShownUsers = [.. Users.Select(u => Shown(User, u, MemberKind.Group))];

    /// <summary>The same users as rows.</summary>
    public static readonly IReadOnlyList<DirectoryUser> UserRows = [.. Users.Select(Row)];

    public static readonly JsonObject ShownGroup = Shown(Group, GroupDocument, MemberKind.User);

    public static Profile ProfileOf(byte selector) => Profile.All[selector % Profile.All.Count];

    /// <summary>Names, operators and values that SCIM has.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        .. Names(User).Concat(Names(Group)).Distinct(),
        "schemas", "id", "externalId", "meta", "meta.created", "meta.lastModified", "meta.resourceType", "meta.version", ScimUris.User, ScimUris.Group,
        ScimUris.EnterpriseUser, Extension, ScimUris.PatchOp, $"{ScimUris.User}:userName", $"{ScimUris.EnterpriseUser}:manager.value",
        "$ref", "email", "department", "manager", "level", "doors", "home.city", "work", "home", "direct", "User", "Group", "true", "false", "null", Id, OtherId,
        "bjensen@example.com", "Babs", "a", "7", "1.5", "-0", "1E400", "AQID", "2024-03-01T00:00:00+01:00", "2026-11-27T08:00:00Z", "\u00E9", "e\u0301", "\u212B", "\u0301\u0316",
    ];

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    static JsonObject Read(ResourceType type, string body) => ResourceBody.Read(type, Json(body), new Tolerance(), Limits);

    static JsonObject Shown(ResourceType type, JsonObject document, MemberKind kind) => Representation.Of(
        new(type, Guid.Parse(Id), new DocumentText(DocumentText.Of(document)), 3, At, At, [new Reference(Guid.Parse(OtherId), kind, "Other")]), Root);

    static DirectoryUser Row(JsonObject document)
    {
        var row = new DirectoryUser { Id = Guid.Parse(Id), UserName = "", UserNameKey = "", Document = "", CreatedAt = At, UpdatedAt = At };
        UserRow.Fill(row, document);
        return row;
    }

    static IEnumerable<string> Names(ResourceType type) => type.Core.Attributes.SelectMany(a => Names(a, ""))
        .Concat(type.Extensions.SelectMany(e => e.Attributes.SelectMany(a => Names(a, $"{e.Id}:"))));

    static IEnumerable<string> Names(SchemaAttribute attribute, string prefix) =>
        attribute.SubAttributes.SelectMany(s => new[] { s.Name, $"{prefix}{attribute.Name}.{s.Name}" }).Prepend(prefix + attribute.Name);
}
