using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>One operation on the values of a multi-valued attribute: on all of them or on those a filter picks.</summary>
sealed class ValuesEdit(
    SchemaAttribute attribute, JsonArray values, Canonical canonical, Tolerance tolerance, ScimLimits limits, string where, bool named)
{
    JsonArray _values = values;
    HashSet<string>? _known;

    public JsonArray Values => _values;

    /// <summary>The whole attribute: add appends, replace puts the list in place, remove clears it or takes out those listed.</summary>
    public void SetAll(PatchOp op, JsonNode? value)
    {
        if (op == PatchOp.Remove)
        {
            RemoveAll(value);
            return;
        }
        // RFC 7644 3.5.2.1: the value of an add may be one object. Without a path it is a part of a resource, which has an array there.
        var given = op == PatchOp.Add && named && value is not (null or JsonArray)
            ? canonical.Many(attribute, new JsonArray(value.DeepClone()), where)
            : canonical.Many(attribute, value, where);
        if (op == PatchOp.Replace)
        {
            _values = given ?? [];
            return;
        }
        foreach (var item in given?.ToList() ?? []) Add(item!.DeepClone());
        Elements.Unite(attribute, Values);
    }

    // RFC 7644 3.5.2.2: without a filter all values go. Entra lists in "value" the ones it means.
    void RemoveAll(JsonNode? value)
    {
        if (value is null)
        {
            _values = [];
            return;
        }
        tolerance.Accept(Deviation.MemberValueOnRemove, () => new ScimException(ScimTypes.InvalidSyntax,
            $"{where}: remove takes no \"value\"; name the values by a filter in the path."));
        var listed = canonical.Many(attribute, value, where)?.ToList() ?? [];
        Drop(v => listed.Exists(l => v is JsonObject existing && l is JsonObject described
            ? Elements.Describes(attribute, described, existing)
            : Elements.Same(attribute, v, l)));
    }

    /// <summary>The values a filter picks, as wholes.</summary>
    public void SetPicked(PatchOp op, Filter filter, JsonNode? value)
    {
        var picked = Picked(filter);
        if (op == PatchOp.Replace && picked.Count == 0 && value is (null or JsonArray { Count: 0 })) Unmatched(filter);
        if (op == PatchOp.Remove || value is null or JsonArray { Count: 0 })
        {
            if (op != PatchOp.Add) Drop(v => picked.Contains(v!));
            return;
        }
        if (op == PatchOp.Add && picked.Count > 0 && value is JsonObject parts && attribute.Type == AttributeType.Complex)
        {
            AddTo(picked, canonical.Subs(attribute, parts, where));
            return;
        }
        var given = (value is JsonArray ? canonical.Many(attribute, value, where) : new JsonArray(canonical.One(attribute, value, where)))
            ?.OfType<JsonNode>().ToList() ?? [];
        if (picked.Count == 0)
        {
            var terms = Terms(filter, null);
            foreach (var item in given) Add(Built(filter, terms, item));
            return;
        }
        // RFC 7644 3.5.2.3: all matching values are replaced, and by the same: it stands where the first of them stood.
        var place = Values.IndexOf(picked[0]);
        Drop(v => picked.Contains(v!));
        JsonNode? primary = null;
        foreach (var item in given)
        {
            var element = item.DeepClone();
            Values.Insert(place++, element);
            if (Elements.IsPrimary(element)) primary = element;
        }
        // A whole value that was there already, as primary, is that one and no other.
        primary = Elements.Unite(attribute, Values, primary);
        if (primary is not null) ClearOtherPrimaries(primary);
    }

    /// <summary>A sub-attribute of all values, or of those a filter picks.</summary>
    public void SetPart(PatchOp op, Filter? filter, SchemaAttribute sub, JsonNode? value)
    {
        var part = op == PatchOp.Remove ? null : canonical.Of(sub, value, where);
        var picked = (filter is null ? Values.OfType<JsonNode>() : Picked(filter)).OfType<JsonObject>().ToList();
        if (picked.Count == 0)
        {
            if (part is not null && filter is null) Add(new JsonObject { [sub.Name] = part });
            else if (part is not null) Add(Built(filter!, Terms(filter!, sub), new JsonObject { [sub.Name] = part }));
            else if (op == PatchOp.Replace && filter is not null) Unmatched(filter);
            return;
        }
        foreach (var element in picked) ValueEdit.SetPart(op, element, sub, part?.DeepClone(), where, limits);
        Settle([.. picked], Elements.IsPrimary(new JsonObject { [sub.Name] = part }));
    }

    // RFC 7644 3.5.2.1: a set of sub-attributes is added to what the path leads to; null unassigns (RFC 7643 2.5).
    void AddTo(List<JsonNode> picked, Dictionary<SchemaAttribute, JsonNode?> parts)
    {
        var primary = parts.Any(p => p.Key.Name == "primary" && p.Value?.GetValueKind() == JsonValueKind.True);
        foreach (var element in picked.OfType<JsonObject>())
        {
            foreach (var (sub, part) in parts) ValueEdit.SetPart(PatchOp.Add, element, sub, part?.DeepClone(), where, limits);
        }
        Settle(picked, primary);
    }

    // RFC 7643 2.4: the same (type, value) once, true for primary once.
    void Settle(List<JsonNode> touched, bool primary)
    {
        Drop(v => v is JsonObject { Count: 0 });
        // RFC 7644 3.5.2: the others first, or a value that was primary before would be taken for the one that is now.
        if (primary)
            foreach (var other in Values.OfType<JsonObject>().Where(v => Elements.IsPrimary(v) && !touched.Contains(v))) other["primary"] = false;
        Elements.Unite(attribute, Values);
        var marked = primary ? Values.Where(v => touched.Contains(v!)).ToList() : [];
        if (marked.Count > 1)
            throw new ScimException(ScimTypes.InvalidValue, $"{where}: only one value can be primary, but {marked.Count} are picked.");
        if (marked.Count == 1) ClearOtherPrimaries(marked[0]!);
    }

    // RFC 7644 3.5.2.1: a value that is there already is not added again.
    void Add(JsonNode item)
    {
        if (item is not JsonObject described)
        {
            if (!Values.Any(v => Elements.Same(attribute, v, item))) Append(item);
            return;
        }
        var existing = IsNew(described)
            ? null
            : Values.OfType<JsonObject>().FirstOrDefault(v => Elements.Describes(attribute, described, v));
        if (existing is null)
        {
            Append(described);
            if (Elements.IsPrimary(described)) ClearOtherPrimaries(described);
            return;
        }
        // What is the same but for its case stays as it is, so that repeating it changes nothing.
        Merge(existing, new JsonObject(described
            .Where(p => !Elements.Same(attribute.Sub(p.Key)!, p.Value, existing[p.Key]))
            .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))));
    }

    // Thousands of values are added to thousands: one look into a set spares the comparison with each.
    bool IsNew(JsonObject described)
    {
        if (Folded(described) is not { } value) return false;
        _known ??= [.. Values.OfType<JsonObject>().Select(Folded).OfType<string>()];
        return _known.Add(value);
    }

    static string? Folded(JsonObject element) =>
        element["value"] is { } value && value.GetValueKind() == JsonValueKind.String ? Fold.Key(value.GetValue<string>()) : null;

    void Append(JsonNode item)
    {
        if (Values.Count >= limits.ValuesPerAttribute)
            throw new ScimException(ScimTypes.InvalidValue, $"{where} must not have more than {limits.ValuesPerAttribute} values.");
        Values.Add(item);
    }

    void Merge(JsonObject element, JsonObject item)
    {
        foreach (var (name, part) in item)
        {
            ValueEdit.SetPart(PatchOp.Add, element, attribute.Sub(name)!, part?.DeepClone(), where, limits);
        }
        if (Elements.IsPrimary(item)) ClearOtherPrimaries(element);
    }

    // What is built must be what the filter picks, or the next request would build it again.
    JsonObject Built(Filter filter, JsonObject terms, JsonNode item)
    {
        if (item is not JsonObject parts) throw NoTarget(filter);
        var built = terms.DeepClone().AsObject();
        foreach (var (name, part) in parts) built[name] = part?.DeepClone();
        return Picks(filter, built) ? built : throw NoTarget(filter);
    }

    // RFC 7644 3.5.2: setting a value primary sets all others to false.
    void ClearOtherPrimaries(JsonNode primary)
    {
        var others = Values.OfType<JsonObject>().Where(other => !ReferenceEquals(other, primary) && Elements.IsPrimary(other)).ToList();
        foreach (var other in others) other["primary"] = false;
        // What was primary and is not any more may be like another now.
        if (others.Count > 0) Elements.Unite(attribute, Values);
    }

    List<JsonNode> Picked(Filter filter) => [.. Values.OfType<JsonNode>().Where(v => Picks(filter, v))];

    // RFC 7644 3.5.2.2: a filter names a simple value "value".
    bool Picks(Filter filter, JsonNode value) =>
        FilterMatch.MatchesElement(filter, PatchPath.Filtered(attribute), value as JsonObject ?? new() { ["value"] = value.DeepClone() });

    void Drop(Predicate<JsonNode?> unwanted)
    {
        for (var i = Values.Count - 1; i >= 0; i--)
        {
            if (unwanted(Values[i])) Values.RemoveAt(i);
        }
    }

    // RFC 7644 3.5.2.3: no match is noTarget. Entra means: let there be none.
    void Unmatched(Filter filter) => tolerance.Accept(Deviation.BuildMissingElement, () => NoTarget(filter));

    ScimException NoTarget(Filter filter) =>
        new(ScimTypes.NoTarget, $"{where}: no value matches the filter {Excerpt.Of(filter.ToString())}.");

    // RFC 7644 3.5.2.3: no match is noTarget. Entra means: let there be one, with the filter's eq terms.
    JsonObject Terms(Filter filter, SchemaAttribute? set)
    {
        var noTarget = NoTarget(filter);
        var element = new JsonObject();
        foreach (var term in Filter.Operands<Filter.And>(filter))
        {
            if (term is not Filter.Compare { Op: CompareOp.Eq } equal || attribute.Sub(equal.Path.Name) is not { } sub) throw noTarget;
            if (sub.Name == set?.Name || sub.Mutability == Mutability.ReadOnly || element.ContainsKey(sub.Name)) throw noTarget;
            element[sub.Name] = Literal(equal.Value) ?? throw noTarget;
        }
        tolerance.Accept(Deviation.BuildMissingElement, () => noTarget);
        return element;
    }

    static JsonValue? Literal(FilterValue value) => value switch
    {
        FilterValue.Text text => JsonValue.Create(text.Content),
        FilterValue.Instant instant => JsonValue.Create(instant.Written),
        FilterValue.Boolean flag => JsonValue.Create(flag.IsTrue),
        FilterValue.Number number => JsonValue.Create(number.Amount),
        _ => null,
    };
}
