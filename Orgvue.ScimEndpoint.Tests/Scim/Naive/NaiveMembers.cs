using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.Scim.Naive;

/// <summary>
/// RFC 7644 §3.5.2 for the members of a group: a table of ids, changed one operation after the other. Everyone there is has a type and a display
/// of its own, which no client can change (RFC 7643 §8.7.1: value and type are immutable, display is read-only).
/// </summary>
sealed class NaiveMembers(IReadOnlyDictionary<string, JsonObject> everyone, bool strict)
{
    readonly SortedSet<string> _members = new(StringComparer.Ordinal);

    public SortedSet<string> Apply(IEnumerable<string> members, IEnumerable<NaiveOperation> operations)
    {
        _members.UnionWith(members);
        // Who is named is read of all operations before the first is carried out: a group is not loaded for a request that cannot be.
        foreach (var step in operations.Select(Step).ToList()) step();
        return _members;
    }

    Action Step(NaiveOperation operation)
    {
        var inValue = operation.Target is null;
        var target = operation.Target ?? operation.Entries![0].Target!;
        var (op, value) = (operation.Op, inValue ? operation.Entries![0].Value : operation.Value);
        if (target.Sub is not null) throw new NaiveRefusal("mutability", "a part of a member");
        if (target.Filter is { } filter)
        {
            var given = op == "remove" ? [] : Ids(value, mayBeOne: true);
            return () => OnPicked(op, filter, given);
        }
        if (op == "remove" && value is null) return _members.Clear;
        // MemberValueOnRemove.
        if (op == "remove" && strict) throw new NaiveRefusal("invalidSyntax", "remove with a value");
        var ids = Ids(value, mayBeOne: op == "remove" || (op == "add" && !inValue));
        return () =>
        {
            if (op == "replace") _members.Clear();
            if (op == "remove") _members.ExceptWith(ids);
            else _members.UnionWith(ids);
        };
    }

    void OnPicked(string op, NaiveFilter filter, List<string> given)
    {
        var picked = _members.Where(id => filter.Picks(everyone[id])).ToList();
        // §3.5.2.3: "no record match was made": noTarget. A remove that finds nobody is a success (§3.5.2.2).
        if (op == "replace" && picked.Count == 0) throw new NaiveRefusal("noTarget", "no match");
        if (op != "add") _members.ExceptWith(picked);
        _members.UnionWith(given);
    }

    List<string> Ids(JsonNode? value, bool mayBeOne)
    {
        if (value is null) return [];
        if (value is not JsonArray array)
        {
            // SingleForMultiValued; a bare id is no object, and BareMember.
            if (strict && (!mayBeOne || value is not JsonObject)) throw NaiveValues.Bad("an array");
            array = new JsonArray(value.DeepClone());
        }
        return [.. array.OfType<JsonNode>().Select(Id)];
    }

    string Id(JsonNode member)
    {
        if (member is JsonObject json) member = json.FirstOrDefault(p => p.Key.Equals("value", StringComparison.OrdinalIgnoreCase)).Value ?? throw NaiveValues.Bad("an id");
        else if (strict) throw NaiveValues.Bad("an object");
        return member.GetValueKind() == JsonValueKind.String && ((string)member!).Length > 0 ? (string)member! : throw NaiveValues.Bad("an id");
    }
}
