using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim.Naive;

/// <summary>Groups of a few users and groups, and operations on their members, by a seed.</summary>
sealed class AnyMembers(Random random)
{
    static readonly SchemaAttribute Members = BuiltIn.Group.Members!;

    /// <summary>Whoever can be a member, as it is shown.</summary>
    public static readonly IReadOnlyDictionary<string, JsonObject> Everyone = new[] { "ann", "bob", "cy", "dee", "eve", "g1", "g2" }.ToDictionary(
        id => id, id => new JsonObject { ["value"] = id, ["type"] = id[0] == 'g' ? "Group" : "User", ["display"] = id.ToUpperInvariant() + " A" });

    public IReadOnlyList<string> Group() => [.. Everyone.Keys.Where(_ => random.Next(2) == 0)];

    public NaiveOperation Operation()
    {
        var op = Pick("add", "replace", "remove", "remove");
        var whole = new NaiveTarget(null, Members, null, null);
        if (op != "remove" && random.Next(4) == 0) return new(op, null, true, null, [new(Pick("members", "Members"), whole, Value(), false)]);
        // What a client may mean by "add members[…]" is only plain when it names the one that is to be there.
        if (op == "add" && random.Next(6) == 0)
        {
            var id = Id();
            return new(op, whole with { Filter = Named(id) }, true, new JsonObject { ["value"] = id });
        }
        var filter = op != "add" && random.Next(5) < 3 ? Filter(2) : null;
        if (random.Next(15) == 0) return new(op, whole with { Filter = filter, Sub = Pick([.. Members.SubAttributes]) }, op != "remove", op == "remove" ? null : "x");
        var hasValue = op != "remove" || (filter is null && random.Next(2) == 0);
        return new(op, whole with { Filter = filter }, hasValue, hasValue ? filter is not null && random.Next(2) == 0 ? One() : Value() : null);
    }

    NaiveFilter Filter(int depth)
    {
        if (depth > 0 && random.Next(3) == 0)
        {
            return random.Next(3) switch
            {
                0 => new NaiveFilter.And(Filter(depth - 1), Filter(depth - 1)),
                1 => new NaiveFilter.Or(Filter(depth - 1), Filter(depth - 1)),
                _ => new NaiveFilter.Not(Filter(depth - 1)),
            };
        }
        return random.Next(5) switch
        {
            0 => new NaiveFilter.Compare(Members.Sub("type"), "type", Pick("eq", "ne"), JsonValue.Create(Pick("User", "Group"))),
            1 => new NaiveFilter.Compare(Members.Sub("display"), "display", Pick("sw", "co", "eq", "ew"), JsonValue.Create(Pick("A", "B", "BOB A", "e"))),
            2 => new NaiveFilter.Present(Members.Sub(Pick("display", "type"))!),
            3 => new NaiveFilter.Or(Named(Id()), Named(Id())),
            _ => Named(Id()),
        };
    }

    static NaiveFilter.Compare Named(string id) => new(Members.Sub("value"), "value", "eq", JsonValue.Create(id));

    JsonNode? Value() => random.Next(12) switch
    {
        0 => null,
        1 => One(),
        2 => JsonValue.Create(Id()),
        3 => new JsonArray(Id(), Id()),
        4 => Pick<JsonNode>(new JsonArray(new JsonObject { ["display"] = "x" }), JsonValue.Create(5), new JsonArray(new JsonObject { ["value"] = "" })),
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => One())]),
    };

    JsonObject One()
    {
        var id = Id();
        var member = new JsonObject { [Pick("value", "Value")] = id };
        if (random.Next(3) == 0) member["type"] = Everyone[id]["type"]!.DeepClone();
        if (random.Next(3) == 0) member["display"] = "what the client calls it";
        if (random.Next(4) == 0) member["$ref"] = null;
        return member;
    }

    string Id() => Pick([.. Everyone.Keys]);

    T Pick<T>(params T[] from) => from[random.Next(from.Length)];
}
