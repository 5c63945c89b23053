using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim.Naive;

/// <summary>Users and sequences of operations by a seed, from few words, so that operations meet what is there; one value in five is wrong.</summary>
sealed class AnyPatch(Random random)
{
    const string Any = "urn:test:any:1.0:User";
    const string Needs = "urn:test:needs:1.0:User";

    /// <summary>A user with the enterprise extension and two more, which have every type and every mutability.</summary>
    public static readonly ResourceType Type = BuiltIn.User.With(Schema.Parse(Given.Json($$"""
        { "id": "{{Any}}", "attributes": [
            { "name": "badge", "mutability": "immutable" }, { "name": "level", "type": "integer" }, { "name": "ratio", "type": "decimal" },
            { "name": "flag", "type": "boolean" }, { "name": "note", "caseExact": true }, { "name": "serial", "mutability": "readOnly" },
            { "name": "tags", "multiValued": true }, { "name": "numbers", "type": "integer", "multiValued": true },
            { "name": "born", "multiValued": true, "mutability": "immutable" },
            { "name": "desk", "type": "complex", "subAttributes": [{ "name": "floor", "type": "integer" }, { "name": "code", "mutability": "immutable" },
                { "name": "label", "required": true }, { "name": "seen", "mutability": "readOnly" }] },
            { "name": "devices", "type": "complex", "multiValued": true, "subAttributes": [{ "name": "value" }, { "name": "type" },
                { "name": "serial", "mutability": "immutable" }, { "name": "primary", "type": "boolean" }, { "name": "count", "type": "integer" },
                { "name": "key", "caseExact": true }, { "name": "seen", "mutability": "readOnly" }] }] }
        """))).With(Schema.Parse(Given.Json($$"""
        { "id": "{{Needs}}", "attributes": [
            { "name": "code", "required": true }, { "name": "memo" },
            { "name": "lines", "type": "complex", "multiValued": true, "subAttributes": [{ "name": "value", "required": true }, { "name": "type" }] }] }
        """)));

    static readonly string[] Core = ["userName", "externalId", "name", "displayName", "title", "active", "emails", "phoneNumbers", "addresses", "groups"];

    public JsonObject User()
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(ScimUris.User), ["userName"] = "a" };
        foreach (var attribute in Core.Skip(1).Select(n => Type.Resolve(new(null, n, null))!.Attribute!).Where(Writable))
        {
            if (Chance(40)) body[attribute.Name] = OnePrimary(Value(attribute));
        }
        foreach (var extension in Type.Extensions.Where(_ => Chance(50)))
        {
            var part = new JsonObject(extension.Attributes.Where(Writable).Where(a => a.Required || Chance(50))
                .Select(a => KeyValuePair.Create(a.Name, (JsonNode?)OnePrimary(Value(a)))));
            if (part.Count == 0) continue;
            body[extension.Id] = part;
            body["schemas"]!.AsArray().Add(extension.Id);
        }
        return ResourceBody.Read(Type, body, new Tolerance(), Given.Limits);
    }

    public NaiveOperation Operation()
    {
        var op = Pick("add", "replace", "remove", "replace", "add");
        if (op != "remove" && Chance(20)) return new(op, null, true, null, [.. Entries(null)]);
        if (op == "remove" && Chance(4))
        {
            var extension = Pick([.. Type.Extensions]);
            return new(op, new(extension, null, null, null), false, null);
        }
        var target = Target(Owner(), Chance(8));
        if (op == "remove") return Removal(target);
        return new(op, target, true, target.Sub is { } sub ? AnyValue(sub) : AnyValue(target.Attribute!, one: target.Filter is not null));
    }

    NaiveOperation Removal(NaiveTarget target)
    {
        if (target is not { Attribute.MultiValued: true, Filter: null, Sub: null } || Chance(50)) return new("remove", target, false, null);
        return new("remove", target, true, Chance(10) ? null : AnyValue(target.Attribute));
    }

    // Without a path: names of attributes, of extensions and what they hold, whole paths, and what nobody knows. A place once.
    IEnumerable<NaiveEntry> Entries(Schema? within)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            if (Chance(5))
            {
                if (seen.Add("bogus")) yield return new("bogus", null, JsonValue.Create("x"), false);
                continue;
            }
            var extension = within ?? (Chance(30) ? Pick([.. Type.Extensions]) : null);
            var target = Target(extension, bare: false) with { Filter = null, CoreUri = false };
            var dotted = target.Attribute is { MultiValued: false } && target.Sub is not null;
            if (!dotted) target = target with { Sub = null };
            if (within is null && extension is not null && Chance(60))
            {
                if (seen.Add(extension.Id)) yield return new(extension.Id, new(extension, null, null, null), null, false, [.. Entries(extension)]);
                continue;
            }
            if (!seen.Add(target.Attribute!.Name)) continue;
            var name = target.Attribute.Name + (dotted ? "." + target.Sub!.Name : "");
            var key = within is not null || extension is null ? Cased(name) : $"{extension.Id}:{name}";
            var value = dotted ? AnyValue(target.Sub!) : AnyValue(target.Attribute);
            yield return new(key, target, value, dotted || (within is null && extension is not null));
        }
    }

    Schema? Owner() => Chance(45) ? null : Pick([.. Type.Extensions]);

    NaiveTarget Target(Schema? extension, bool bare)
    {
        var attribute = extension is null ? Type.Resolve(new(null, Pick(Core), null))!.Attribute! : Pick([.. extension.Attributes]);
        if (extension is null && Chance(3)) attribute = Type.Resolve(new(null, "id", null))!.Attribute!;
        var sub = attribute.SubAttributes.Count > 0 && Chance(50) ? Pick([.. attribute.SubAttributes]) : null;
        var filter = attribute.MultiValued && Chance(65) ? Filter(attribute, 2) : null;
        // Two extensions bear "code" and "serial": a bare name must have one meaning.
        bare = bare && extension is not null && Type.Extensions.Count(e => e.Attribute(attribute.Name) is not null) == 1;
        return new(extension, attribute, sub, filter, bare) { CoreUri = extension is null && Chance(15) };
    }

    NaiveFilter Filter(SchemaAttribute attribute, int depth)
    {
        if (depth > 0 && Chance(35))
        {
            return random.Next(3) switch
            {
                0 => new NaiveFilter.And(Filter(attribute, depth - 1), Filter(attribute, depth - 1)),
                1 => new NaiveFilter.Or(Filter(attribute, depth - 1), Filter(attribute, depth - 1)),
                _ => new NaiveFilter.Not(Filter(attribute, depth - 1)),
            };
        }
        if (attribute.Type != AttributeType.Complex)
            return new NaiveFilter.Compare(null, "value", Pick("eq", "ne", attribute.Type == AttributeType.Integer ? "gt" : "co"), One(attribute));
        var sub = Chance(60) && attribute.Sub("type") is { } type ? type : Pick([.. attribute.SubAttributes]);
        if (Chance(12)) return new NaiveFilter.Present(sub);
        var op = sub.Type switch
        {
            AttributeType.Boolean => Pick("eq", "eq", "ne"),
            AttributeType.Integer => Pick("eq", "ne", "gt", "ge", "lt", "le"),
            _ => Chance(60) ? "eq" : Pick("ne", "co", "sw", "ew", "gt", "le"),
        };
        var literal = sub.Type == AttributeType.Boolean && Chance(15) ? JsonValue.Create("True") : Value(sub);
        return new NaiveFilter.Compare(sub, Cased(sub.Name), op, literal);
    }

    JsonNode? AnyValue(SchemaAttribute attribute, bool one = false)
    {
        if (Chance(6)) return null;
        if (Chance(5)) return Pick<JsonNode>(JsonValue.Create("x"), JsonValue.Create(1.5m), new JsonObject { ["value"] = 5 }, new JsonArray(), JsonValue.Create("true"), JsonValue.Create(""));
        if (attribute.MultiValued && (one || Chance(15))) return One(attribute);
        return Value(attribute);
    }

    JsonNode Value(SchemaAttribute attribute) =>
        attribute.MultiValued ? new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => One(attribute))]) : One(attribute);

    JsonNode One(SchemaAttribute attribute) => attribute.Type switch
    {
        AttributeType.Complex => Parts(attribute),
        AttributeType.Boolean => Chance(6) ? JsonValue.Create("False") : JsonValue.Create(Chance(50)),
        AttributeType.Integer => JsonValue.Create(random.Next(3)),
        AttributeType.Decimal => JsonValue.Create(random.Next(3) / 2m),
        _ => JsonValue.Create(attribute.Name == "type" ? Pick("work", "home", "Work") : Pick("a", "b", "A", "ab", "c")),
    };

    JsonObject Parts(SchemaAttribute attribute)
    {
        var parts = new JsonObject();
        foreach (var sub in attribute.SubAttributes)
        {
            if (!sub.Required && Chance(sub.Name is "value" or "type" ? 30 : 65)) continue;
            parts[Cased(sub.Name)] = !sub.Required && Chance(4) ? null : One(sub);
        }
        if (Chance(3)) parts["bogus"] = "x";
        return parts;
    }

    static JsonNode OnePrimary(JsonNode value)
    {
        foreach (var element in (value as JsonArray ?? []).OfType<JsonObject>().Skip(1))
        {
            foreach (var key in element.Select(p => p.Key).Where(k => k.Equals("primary", StringComparison.OrdinalIgnoreCase)).ToList()) element.Remove(key);
        }
        return value;
    }

    static bool Writable(SchemaAttribute attribute) => attribute.Mutability != Mutability.ReadOnly;

    string Cased(string name) => random.Next(12) switch
    {
        0 => name.ToUpperInvariant(),
        1 => char.ToUpperInvariant(name[0]) + name[1..],
        _ => name,
    };

    bool Chance(int percent) => random.Next(100) < percent;

    T Pick<T>(params T[] from) => from[random.Next(from.Length)];
}
