using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim.Naive;

/// <summary>Operations on the values of one multi-valued attribute (RFC 7644 §3.5.2.1 to 3.5.2.3, RFC 7643 §2.4).</summary>
sealed class NaiveList(SchemaAttribute attribute, NaiveValues values, bool strict)
{
    readonly List<JsonNode> _list = [];
    readonly HashSet<JsonNode> _primary = new(ReferenceEqualityComparer.Instance);

    public JsonArray? Apply(string op, NaiveTarget target, JsonArray? before, JsonNode? value, bool hasValue, bool inValue)
    {
        _list.AddRange(before?.Select(e => e!.DeepClone()) ?? []);
        if (target.Sub is { } sub) OnParts(op, sub, target.Filter, value);
        else if (target.Filter is { } filter) OnPicked(op, filter, value);
        else if (op == "remove") Remove(value, hasValue);
        else if (op == "add") foreach (var one in Many(!inValue, value)) Add(one);
        else Replace(Many(false, value));
        Settle();
        return _list.Count == 0 ? null : new JsonArray([.. _list.Select(e => e.DeepClone())]);
    }

    // An "add" may name one value as an object (§3.5.2.1); anything else that does so is SingleForMultiValued.
    List<JsonNode> Many(bool mayBeOne, JsonNode? value)
    {
        if (value is null) return [];
        if (value is not JsonArray array)
        {
            if (attribute.Type == AttributeType.Complex && value is not JsonObject) throw NaiveValues.Bad("an array");
            if (strict && !mayBeOne) throw NaiveValues.Bad("an array");
            array = new JsonArray(value.DeepClone());
        }
        var many = array.Select(e => values.Of(attribute, e)).OfType<JsonNode>().ToList();
        Unite(many);
        if (many.Count(IsPrimary) > 1) throw new NaiveRefusal("invalidValue", "two primaries");
        return many;
    }

    // §3.5.2.1: "a new value is added"; "If the target location already contains the value specified, no changes SHOULD be made". RFC 7643
    // §2.4: the same (type, value) not more than once, so what else such a value says is added to the one that is there.
    void Add(JsonNode one)
    {
        if (_list.Find(e => IsDescribed(one, e)) is not { } there)
        {
            _list.Add(one);
            if (IsPrimary(one)) Mark(one);
            return;
        }
        // What differs by its case alone is there already.
        if (one is JsonObject more)
            Merge("add", (JsonObject)there, new(more.Where(p => !NaiveValues.Same(attribute.Sub(p.Key)!, p.Value, ((JsonObject)there)[p.Key]))
                .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))));
    }

    void Replace(List<JsonNode> many)
    {
        _list.Clear();
        _list.AddRange(many);
    }

    // §3.5.2.2: without a filter all values go. MemberValueOnRemove: with a value, those that it describes.
    void Remove(JsonNode? value, bool hasValue)
    {
        if (!hasValue || value is null)
        {
            _list.Clear();
            return;
        }
        if (strict) throw new NaiveRefusal("invalidSyntax", "MemberValueOnRemove");
        foreach (var one in Many(true, value)) _list.RemoveAll(e => IsDescribed(one, e));
    }

    void OnPicked(string op, NaiveFilter filter, JsonNode? value)
    {
        var picked = _list.Where(filter.Picks).ToList();
        if (op == "remove" || value is null or JsonArray { Count: 0 })
        {
            if (op == "replace" && picked.Count == 0 && strict) throw new NaiveRefusal("noTarget", "no match");
            // Picked values that are replaced by nothing are gone (RFC 7643 §2.5); nothing to add adds nothing.
            if (op != "add") _list.RemoveAll(picked.Contains);
            return;
        }
        var given = values.Of(attribute, value, keepNulls: true)!;
        if (picked.Count == 0)
        {
            Build(filter, given as JsonObject);
            return;
        }
        foreach (var element in picked)
        {
            if (op == "add" && given is JsonObject more) Merge(op, (JsonObject)element, more);
            else Swap(element, given);
        }
    }

    // §3.5.2.3: "all matching record values SHALL be replaced".
    void Swap(JsonNode element, JsonNode given)
    {
        var at = _list.FindIndex(e => ReferenceEquals(e, element));
        _list.RemoveAt(at);
        var whole = given is JsonObject json ? WithoutNulls(json) : given.DeepClone();
        if (whole is JsonObject { Count: 0 }) return;
        _list.Insert(at, whole);
        if (IsPrimary(whole)) _primary.Add(whole);
    }

    void OnParts(string op, SchemaAttribute sub, NaiveFilter? filter, JsonNode? value)
    {
        var part = op == "remove" ? null : values.Of(sub, value);
        var picked = _list.Where(e => filter is null || filter.Picks(e)).ToList();
        if (picked.Count > 0)
        {
            foreach (var element in picked) Merge(op, (JsonObject)element, new JsonObject { [sub.Name] = part?.DeepClone() });
            return;
        }
        if (op == "remove") return;
        if (filter is not null && part is null)
        {
            if (op == "replace" && strict) throw new NaiveRefusal("noTarget", "no match");
            return;
        }
        if (filter is not null) Build(filter, new JsonObject { [sub.Name] = part?.DeepClone() }, sub);
        // "The target location does not exist: the attribute and value are added."
        else if (part is not null) Add(new JsonObject { [sub.Name] = part });
    }

    // §3.5.2.3: no match is noTarget. BuildMissingElement: what the filter says by eq, and what is given; it must be what the filter picks.
    void Build(NaiveFilter filter, JsonObject? given, SchemaAttribute? set = null)
    {
        if (strict || given is null || filter.Parts is not { } parts) throw new NaiveRefusal("noTarget", "no match");
        var said = parts.Select(p => p.Sub).ToList();
        if (said.Distinct().Count() < said.Count || said.Exists(s => s == set || s.Mutability == Mutability.ReadOnly))
            throw new NaiveRefusal("noTarget", "the filter does not say what it would be");
        if (given.All(p => p.Value is null)) return;
        var built = new JsonObject();
        foreach (var (sub, literal) in parts) built[sub.Name] = literal.DeepClone();
        foreach (var (name, part) in WithoutNulls(given)) built[name] = part?.DeepClone();
        if (!filter.Picks(built)) throw new NaiveRefusal("noTarget", "not what the filter picks");
        built = new JsonObject(attribute.SubAttributes.Where(s => built[s.Name] is not null).Select(s => KeyValuePair.Create(s.Name, built[s.Name]?.DeepClone())));
        // It may be there after all, under the same type and value.
        Add(built);
    }

    void Merge(string op, JsonObject element, JsonObject more)
    {
        foreach (var (name, part) in more)
        {
            var sub = attribute.Sub(name)!;
            NaiveValues.CheckPart(op, sub, element[sub.Name], part, inList: true);
            if (part is null) element.Remove(sub.Name);
            else element[sub.Name] = part.DeepClone();
        }
        if (IsPrimary(element) && more["primary"] is not null) Mark(element);
    }

    void Mark(JsonNode element)
    {
        _primary.Add(element);
        foreach (var other in _list.Where(e => IsPrimary(e) && !_primary.Contains(e))) other["primary"] = false;
    }

    // §3.5.2: setting "primary" to true sets it to false for any other values; RFC 7643 §2.4: true no more than once.
    void Settle()
    {
        _list.RemoveAll(e => e is JsonObject { Count: 0 });
        Unite(_list);
        var marked = _list.Where(_primary.Contains).ToList();
        if (marked.Count > 1) throw new NaiveRefusal("invalidValue", "two primaries");
        if (marked.Count == 0) return;
        foreach (var other in _list.Where(e => IsPrimary(e) && !ReferenceEquals(e, marked[0]))) other["primary"] = false;
        // One of them may be the same as another now.
        Unite(_list);
    }

    void Unite(List<JsonNode> list)
    {
        for (var i = 0; i < list.Count; i++)
        {
            for (var j = i + 1; j < list.Count; j++)
            {
                if (!IsSameValue(list[i], list[j])) continue;
                if (list[i] is JsonObject first && list[j] is JsonObject later)
                {
                    foreach (var (name, part) in later.Where(p => first[p.Key] is null).ToList()) first[name] = part?.DeepClone();
                    if (IsPrimary(later)) first["primary"] = true;
                    if (_primary.Contains(later)) _primary.Add(first);
                }
                list.RemoveAt(j--);
            }
        }
    }

    // The same (type, value); where there is no value, the same in all.
    bool IsSameValue(JsonNode left, JsonNode right)
    {
        if (left is not JsonObject one || right is not JsonObject other) return NaiveValues.Same(attribute, left, right);
        if (attribute.Sub("value") is not { } value || one["value"] is null || other["value"] is null) return JsonNode.DeepEquals(one, other);
        return NaiveValues.Same(value, one["value"], other["value"]) && NaiveValues.Same(attribute.Sub("type")!, one["type"], other["type"]);
    }

    // The same (type, value), or all that is said of it is there.
    bool IsDescribed(JsonNode described, JsonNode element)
    {
        if (described is not JsonObject said || element is not JsonObject there) return NaiveValues.Same(attribute, described, element);
        return (said["value"] is not null && IsSameValue(said, there)) || said.All(p => NaiveValues.Same(attribute.Sub(p.Key)!, p.Value, there[p.Key]));
    }

    static JsonObject WithoutNulls(JsonObject json) =>
        new(json.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

    static bool IsPrimary(JsonNode? element) => element is JsonObject json && json["primary"]?.GetValueKind() == JsonValueKind.True;
}
