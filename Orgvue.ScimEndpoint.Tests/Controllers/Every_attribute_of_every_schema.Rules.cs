using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Tests.Controllers;

/// <summary>What holds between two values of an attribute, or for one that is missing or hidden.</summary>
public sealed partial class Every_attribute_of_every_schema
{
    [Fact]
    public async Task That_is_immutable_is_set_once()
    {
        foreach (var attribute in server.Attributes.Where(a => a is { Fixed: true, ReadOnly: false, Kept: true, IsMembers: false } && a.Parent?.Many != true))
        {
            var (value, other) = (attribute.Value(server.Next), attribute.Value(server.Next));
            var body = server.Body(attribute, value);
            var id = await server.CreateAsync(attribute.Endpoint, body);
            var changed = server.Body(attribute, other);
            Keep(body, changed, attribute);

            foreach (var op in new[] { "add", "replace", "remove" })
                Refused(attribute, op, await server.PatchAsync(attribute, id, op, op == "remove" ? null : other), ScimTypes.Mutability);
            Done(attribute, "the same again", await server.PatchAsync(attribute, id, "replace", value));
            Refused(attribute, "PUT", await server.SendAsync("PUT", $"{attribute.Endpoint}/{id}", changed), ScimTypes.Mutability);
            Done(attribute, "PUT of the same", await server.SendAsync("PUT", $"{attribute.Endpoint}/{id}", body));
            await HasAsync(attribute, id, value);
            if (attribute.Required || attribute.Parent?.Fixed == true) continue;

            var late = await server.CreateAsync(attribute.Endpoint, server.Body(attribute.Endpoint, attribute.Extension));
            if (attribute.Parent?.Parts.Any(p => p.Required) == true) continue;
            Done(attribute, "set late", await server.PatchAsync(attribute, late, "add", other));
            await HasAsync(attribute, late, other);
        }
        NoFaults();
    }

    [Fact]
    public async Task That_is_never_returned_is_not_stored_and_cannot_be_filtered_by()
    {
        foreach (var schema in Schemas(a => !a.ReadOnly))
        {
            var (_, id, _) = await CreatedAsync(schema);
            var document = JsonNode.Parse(await server.DocumentAsync(schema[0].Endpoint, Guid.Parse(id)))!;
            foreach (var attribute in schema.SelectMany(a => a.Parts.Prepend(a)).Where(a => !a.Kept))
            {
                Expect(EverySchema.At(document, attribute) is null, $"{attribute.Path} is stored");
                foreach (var filter in new[] { $"{attribute.Path} pr", $"not ({attribute.Path} pr)", $"{attribute.Path} ne null" })
                    Refused(attribute, filter, await server.SendAsync("GET", $"{attribute.Endpoint}?filter={Uri.EscapeDataString(filter)}"), ScimTypes.InvalidFilter);
            }
        }
        NoFaults();
    }

    [Fact]
    public async Task Is_compared_with_or_without_case_as_its_schema_says()
    {
        foreach (var schema in Schemas(a => !a.ReadOnly))
        {
            var (sent, id, _) = await CreatedAsync(schema);
            foreach (var attribute in schema.SelectMany(a => a.Parts.Prepend(a)).Where(a => a is { Kept: true, ReadOnly: false, Type: "string" or "reference" or "binary" }))
            {
                var text = (string)First(EverySchema.At(sent, attribute))!;
                Expect(await server.FindsAsync(attribute, id, $"{attribute.Path} eq \"{text}\""), $"{attribute.Path}: {text} is not found");
                Expect(await server.FindsAsync(attribute, id, $"{attribute.Path} eq \"{ShownAttribute.Swapped(text)}\"") != attribute.CaseExact,
                    $"{attribute.Path}: case {(attribute.CaseExact ? "is ignored" : "counts")}");
            }
        }
        NoFaults();
    }

    [Fact]
    public async Task That_is_unique_is_there_once_and_others_any_number_of_times()
    {
        foreach (var attribute in server.Attributes.Where(a => a.Unique && !a.ReadOnly))
        {
            var value = attribute.Value(server.Next);
            await server.CreateAsync(attribute.Endpoint, server.Body(attribute, value));
            Refused(attribute, "again", await server.SendAsync("POST", attribute.Endpoint, server.Body(attribute, value)), ScimTypes.Uniqueness, HttpStatusCode.Conflict);
            if (attribute.Type is "string" or "reference")
            {
                var swapped = await server.SendAsync("POST", attribute.Endpoint, server.Body(attribute, ShownAttribute.Swapped((string)value!)));
                if (!attribute.CaseExact) Refused(attribute, "in the other case", swapped, ScimTypes.Uniqueness, HttpStatusCode.Conflict);
                else Expect(swapped.Status == HttpStatusCode.Created, $"{attribute.Path}: the other case is not another value");
            }
            if (attribute.Fixed) continue;
            var second = await server.CreateAsync(attribute.Endpoint, server.Body(attribute.Endpoint, attribute.Extension, (attribute, attribute.Value(server.Next))));
            Refused(attribute, "by PATCH", await server.PatchAsync(attribute, second, "replace", value), ScimTypes.Uniqueness, HttpStatusCode.Conflict);
        }
        // A group's displayName is unique besides, by the identity providers' rule: docs/scim.md.
        foreach (var schema in Schemas(a => !a.ReadOnly && !a.Unique && !a.Parts.Any(p => p.Unique) && a is not { Endpoint: "Groups", Extension: null, Name: "displayName" }))
        {
            var values = schema.Select(a => (a, (JsonNode?)a.Value(server.Next))).ToArray();
            await server.CreateAsync(schema[0].Endpoint, server.Body(schema[0].Endpoint, schema[0].Extension, values));
            await server.CreateAsync(schema[0].Endpoint, server.Body(schema[0].Endpoint, schema[0].Extension, values));
        }
        NoFaults();
    }

    [Fact]
    public async Task That_is_required_cannot_be_left_out_or_taken_away()
    {
        foreach (var attribute in server.Attributes.Where(a => a is { Required: true, ReadOnly: false, IsMembers: false }))
        {
            var body = server.Body(attribute, attribute.Value(server.Next));
            foreach (var nothing in (JsonNode?[])(attribute is { Type: "string", Many: false } ? [null, "", " "] : attribute.Many ? [null, new JsonArray()] : [null]))
                Refused(attribute, $"POST with {nothing?.ToJsonString() ?? "null"}", await server.SendAsync("POST", attribute.Endpoint, With(nothing)), ScimTypes.InvalidValue);
            var without = With(null);
            Owner(without, attribute).Remove(attribute.Name);
            Refused(attribute, "POST without", await server.SendAsync("POST", attribute.Endpoint, without), ScimTypes.InvalidValue);

            var id = await server.CreateAsync(attribute.Endpoint, body);
            Refused(attribute, "PUT without", await server.SendAsync("PUT", $"{attribute.Endpoint}/{id}", without), ScimTypes.InvalidValue);
            Refused(attribute, "remove", await server.PatchAsync(attribute, id, "remove"), ScimTypes.Mutability);
            await HasAsync(attribute, id, EverySchema.At(body, attribute));

            JsonObject With(JsonNode? value)
            {
                var copy = server.Body(attribute, attribute.Value(server.Next));
                Owner(copy, attribute)[attribute.Name] = value?.DeepClone();
                return copy;
            }
        }
        NoFaults();
    }

    [Fact]
    public async Task With_canonical_values_takes_others_too()
    {
        foreach (var attribute in server.Attributes.Where(a => a is { Open: true, ReadOnly: false, Kept: true, IsMembers: false }))
        {
            var value = attribute.Value(server.Next);
            Assert.DoesNotContain((string?)First(value), attribute.Shown["canonicalValues"]!.AsArray().Select(v => (string?)v));
            await HasAsync(attribute, await server.CreateAsync(attribute.Endpoint, server.Body(attribute, value)), value);
        }
        NoFaults();
    }

    [Fact]
    public async Task With_primary_has_one_primary_value_at_most()
    {
        var primaries = server.Attributes.Where(a => a is { Name: "primary", Type: "boolean", ReadOnly: false, Kept: true } && a.Parent is { Many: true }).ToList();
        Assert.True(primaries.Count > 10);
        foreach (var attribute in primaries.Select(p => p.Parent!))
        {
            var two = attribute.Value(server.Next).AsArray();
            foreach (var item in two) item!["primary"] = true;
            Refused(attribute, "two primary values", await server.SendAsync("POST", attribute.Endpoint, server.Body(attribute, two)), ScimTypes.InvalidValue);
            if (attribute.Fixed) continue;

            var id = await server.CreateAsync(attribute.Endpoint, server.Body(attribute, attribute.Value(server.Next)));
            var more = new JsonArray(attribute.Value(server.Next)[0]!.DeepClone());
            Done(attribute, "add a primary value", await server.PatchAsync(attribute, id, "add", more));
            var shown = EverySchema.At(await GotAsync(attribute, id), attribute)!.AsArray().Where(v => (bool?)v!["primary"] == true).ToList();
            Expect(shown.Count == 1 && JsonNode.DeepEquals(shown[0]!["value"], more[0]!["value"]), $"{attribute.Path}: {shown.Count} primary values");
        }
        NoFaults();
    }

    Task<JsonNode> GotAsync(ShownAttribute attribute, string id) =>
        server.Scim.GetAsync($"{attribute.Endpoint}/{id}?attributes={Uri.EscapeDataString(attribute.Path)}", HttpStatusCode.OK);

    async Task HasAsync(ShownAttribute attribute, string id, JsonNode? expected) => Same(attribute, "afterwards",
        Part(attribute, expected, p => p.Kept && (p == attribute || p.Returned != "request")), await GotAsync(attribute, id));

    void Done(ShownAttribute attribute, string what, (HttpStatusCode Status, JsonNode Body) answer) =>
        Expect(answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent, $"{attribute.Path}: {what}: {(int)answer.Status} {answer.Body["detail"]}");

    static JsonNode? First(JsonNode? value) => value is JsonArray array ? array[0] : value;

    static JsonObject Owner(JsonObject body, ShownAttribute attribute)
    {
        var owner = attribute.Extension is { } extension ? body[extension]!.AsObject() : body;
        return attribute.Parent is { } parent ? First(owner[parent.Name])!.AsObject() : owner;
    }

    // All but the attribute in question as it was, so that nothing else is what is refused.
    static void Keep(JsonObject from, JsonObject to, ShownAttribute attribute)
    {
        var value = Owner(to, attribute)[attribute.Name]!.DeepClone();
        foreach (var (name, node) in from.ToList()) to[name] = node?.DeepClone();
        Owner(to, attribute)[attribute.Name] = value;
    }
}
