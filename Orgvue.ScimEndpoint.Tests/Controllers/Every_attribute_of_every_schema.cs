using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>
/// What /Schemas says of an attribute is so, for each attribute and sub-attribute of users and groups, and for extensions that have every
/// combination of characteristics (RFC 7643 §2.2, §7).
/// </summary>
public sealed partial class Every_attribute_of_every_schema(EverySchema server) : IClassFixture<EverySchema>
{
    readonly List<string> _faults = [];

    [Fact]
    public void Is_looked_at_here()
    {
        var characteristics = server.Attributes.GroupBy(a => (a.Type, a.Many, (string)a.Shown["mutability"]!, a.Returned, a.Required, a.Unique, a.CaseExact));

        Assert.True(server.Attributes.Count > 800, $"{server.Attributes.Count} attributes");
        Assert.True(characteristics.Count() > 400, $"{characteristics.Count()} combinations");
        Assert.Contains(server.Attributes, a => a.Path == "name.familyName");
        Assert.Contains(server.Attributes, a => a.Path == $"{ScimUris.EnterpriseUser}:manager.displayName");
        Assert.Contains(server.Attributes, a => a is { Endpoint: "Groups", Path: "members.value" });
    }

    [Fact]
    public async Task Takes_values_of_its_type_and_shows_them_as_sent_where_it_is_returned()
    {
        foreach (var schema in Schemas(a => !a.ReadOnly))
        {
            var (sent, id, shown) = await CreatedAsync(schema);
            var got = await server.Scim.GetAsync($"{schema[0].Endpoint}/{id}", HttpStatusCode.OK);
            foreach (var attribute in schema)
            {
                // RFC 7643 §7: what is returned on request is shown to who wrote it.
                Same(attribute, "POST", Part(attribute, EverySchema.At(sent, attribute), p => p.Kept), shown);
                Same(attribute, "GET", Part(attribute, EverySchema.At(sent, attribute), p => p.Kept && p.Returned != "request"), got);
            }
        }
        NoFaults();
    }

    [Fact]
    public async Task Is_shown_on_request_always_or_never_as_its_schema_says()
    {
        foreach (var schema in Schemas(a => !a.ReadOnly))
        {
            var (sent, id, _) = await CreatedAsync(schema);
            var parts = schema.SelectMany(a => a.Parts).ToArray();
            foreach (var (named, half) in new[] { schema, parts }.Where(n => n.Length > 0).SelectMany(n => new[] { (n, 0), (n, 1) }))
            {
                var set = named.Where((_, i) => i % 2 == half).Select(a => a.Path).ToHashSet();
                if (set.Count == 0) continue;
                var list = Uri.EscapeDataString(string.Join(',', set));
                var asked = await server.Scim.GetAsync($"{schema[0].Endpoint}/{id}?attributes={list}", HttpStatusCode.OK);
                var rest = await server.Scim.GetAsync($"{schema[0].Endpoint}/{id}?excludedAttributes={list}", HttpStatusCode.OK);
                foreach (var attribute in schema)
                {
                    Same(attribute, "attributes", Part(attribute, EverySchema.At(sent, attribute), p => Asked(p, set)), asked);
                    Same(attribute, "excludedAttributes", Part(attribute, EverySchema.At(sent, attribute), p => Left(p, set)), rest);
                }
                Expect(asked["id"] is not null && asked["schemas"] is not null && rest["id"] is not null, "id and schemas are not always returned");
            }
        }
        NoFaults();
    }

    [Fact]
    public async Task Refuses_values_of_other_types_and_stores_nothing()
    {
        var before = await server.CountAsync();
        // Of a member's parts the id comes first.
        foreach (var attribute in server.Attributes.Where(a => !a.ReadOnly && (!a.IsMembers || a.Parent is null || a.Name == "value")))
            foreach (var wrong in attribute.Wrong())
                Refused(attribute, $"POST of {wrong.ToJsonString()}", await server.SendAsync("POST", attribute.Endpoint, server.Body(attribute, wrong)), ScimTypes.InvalidValue);
        Expect(await server.CountAsync() == before, "something was stored");
        NoFaults();
    }

    [Fact]
    public async Task Refuses_values_of_other_types_in_a_patch_and_changes_nothing()
    {
        foreach (var schema in Schemas(a => !a.ReadOnly && !a.Fixed))
        {
            var id = await server.CreateAsync(schema[0].Endpoint, server.Body(schema[0].Endpoint, schema[0].Extension));
            var before = await server.Scim.GetAsync($"{schema[0].Endpoint}/{id}", HttpStatusCode.OK);
            foreach (var attribute in schema.SelectMany(a => a.Parts.Prepend(a)).Where(a => !a.ReadOnly && !a.Fixed))
                foreach (var wrong in attribute.Wrong())
                    Refused(attribute, $"PATCH of {wrong.ToJsonString()}", await server.PatchAsync(attribute, id, "add", wrong), ScimTypes.InvalidValue);
            Expect(JsonNode.DeepEquals(before, await server.Scim.GetAsync($"{schema[0].Endpoint}/{id}", HttpStatusCode.OK)), $"{schema[0].Extension} was changed");
        }
        NoFaults();
    }

    [Fact]
    public async Task That_is_read_only_is_ignored_in_post_and_put_and_refused_in_patch()
    {
        foreach (var schema in Schemas(a => a.ReadOnly || a.Parts.Any(p => p.ReadOnly)).Where(s => !s[0].IsMembers))
        {
            var (endpoint, readOnly) = (schema[0].Endpoint, schema.SelectMany(a => a.Parts.Prepend(a)).Where(a => a.ReadOnly).ToArray());
            var body = server.Body(endpoint, schema[0].Extension, [.. readOnly.Select(a => (a, (JsonNode?)a.Value(server.Next)))]);
            var id = await server.CreateAsync(endpoint, body);
            await Absent("POST");
            await Answers.ReadAsync(server.Scim.PutAsync($"{endpoint}/{id}", new StringContent(body.ToJsonString(), null, "application/scim+json")), HttpStatusCode.OK);
            await Absent("PUT");
            foreach (var attribute in readOnly)
                foreach (var op in new[] { "add", "replace", "remove" })
                    Refused(attribute, op, await server.PatchAsync(attribute, id, op, op == "remove" ? null : attribute.Value(server.Next)), ScimTypes.Mutability);
            await Absent("PATCH");

            async Task Absent(string by)
            {
                var list = string.Join(',', readOnly.Select(a => a.Path));
                var got = await server.Scim.GetAsync($"{endpoint}/{id}?attributes={Uri.EscapeDataString(list)}", HttpStatusCode.OK);
                foreach (var attribute in readOnly) Expect(EverySchema.At(got, attribute) is null, $"{attribute.Path}: read-only, but written by {by}");
            }
        }
        NoFaults();
    }

    // What a request with "attributes" shows: of complex ones that are named, or always shown, all that is shown by default.
    static bool Asked(ShownAttribute attribute, HashSet<string> set)
    {
        if (!attribute.Kept) return false;
        var parts = (attribute.Parent ?? attribute).Parts.Any(p => set.Contains(p.Path));
        if (attribute.Returned == "always" || set.Contains(attribute.Path)) return true;
        return attribute.Parent is null ? parts : !parts && attribute.Returned == "default";
    }

    static bool Left(ShownAttribute attribute, HashSet<string> set) =>
        attribute.Kept && (attribute.Returned == "always" || (attribute.Returned == "default" && !set.Contains(attribute.Path)));

    /// <summary>What of a value is shown where an attribute is shown if this says so.</summary>
    static JsonNode? Part(ShownAttribute attribute, JsonNode? value, Func<ShownAttribute, bool> shows)
    {
        if (!shows(attribute) || attribute.Parts.Length == 0) return shows(attribute) ? value?.DeepClone() : null;
        if (value is JsonArray array)
        {
            var items = array.Select(i => Part(attribute, i, shows)).Where(i => i is not null).ToArray();
            return items.Length == 0 ? null : new JsonArray(items);
        }
        var part = new JsonObject(((JsonObject)value!).Where(p => attribute.Parts.Any(a => a.Name == p.Key && shows(a))).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        return part.Count == 0 ? null : part;
    }

    /// <summary>The top-level attributes by schema; members have ids for values, which are not of one's own choice.</summary>
    IEnumerable<ShownAttribute[]> Schemas(Func<ShownAttribute, bool> which) =>
        server.Attributes.Where(a => a.Parent is null && !a.IsMembers && which(a)).GroupBy(a => (a.Endpoint, a.Extension)).Select(g => g.ToArray());

    async Task<(JsonObject Sent, string Id, JsonNode Shown)> CreatedAsync(ShownAttribute[] attributes)
    {
        var body = server.Body(attributes[0].Endpoint, attributes[0].Extension, [.. attributes.Select(a => (a, (JsonNode?)a.Value(server.Next)))]);
        var shown = await server.Scim.PostAsync(attributes[0].Endpoint, body, HttpStatusCode.Created);
        return (body, (string)shown["id"]!, shown);
    }

    void Same(ShownAttribute attribute, string how, JsonNode? expected, JsonNode shown)
    {
        var actual = EverySchema.At(shown, attribute);
        Expect(JsonNode.DeepEquals(expected, actual), $"{attribute.Path}, {how}: expected {expected?.ToJsonString() ?? "nothing"}, was {actual?.ToJsonString() ?? "nothing"}");
    }

    void Refused(ShownAttribute attribute, string what, (HttpStatusCode Status, JsonNode Body) answer, string scimType, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        Expect(answer.Status == status && (string?)answer.Body["scimType"] == scimType && Names((string)answer.Body["detail"]!, attribute, scimType),
            $"{attribute.Path}: {what}: expected {(int)status} {scimType} that names it, was {(int)answer.Status} {answer.Body.ToJsonString()[..Math.Min(300, answer.Body.ToJsonString().Length)]}");

    // What makes a part immutable may be the whole.
    static bool Names(string detail, ShownAttribute attribute, string scimType) =>
        detail.Contains(attribute.Name, StringComparison.Ordinal) || (scimType == ScimTypes.Mutability && attribute.Parent is { } whole && detail.Contains(whole.Name, StringComparison.Ordinal));

    void Expect(bool holds, string otherwise)
    {
        if (!holds) _faults.Add(otherwise);
    }

    void NoFaults() => Assert.True(_faults.Count == 0, $"{_faults.Count} faults:\n{string.Join('\n', _faults.Take(40))}");
}
