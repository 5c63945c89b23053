using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>One operation on the values of a multi-valued attribute: on all of them or on those a filter picks.</summary>
sealed class ValuesEdit(
    SchemaAttribute attribute, JsonArray values, Canonical canonical, Tolerance tolerance, ScimLimits limits, string where)
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
        var given = canonical.Many(attribute, value, where);
        if (op == PatchOp.Replace)
        {
            _values = given ?? [];
            return;
        }
        foreach (var item in given?.ToList() ?? []) Add(item!.DeepClone());
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
            if (op != PatchOp.Add) Drop(v => picked.Contains(v));
            return;
        }
        var given = (value is JsonArray ? canonical.Many(attribute, value, where) : new JsonArray(canonical.One(attribute, value, where)))
            ?.OfType<JsonObject>().ToList() ?? [];
        if (picked.Count == 0)
        {
            var terms = Terms(filter, null);
            foreach (var item in given) Add(Merged(terms.DeepClone().AsObject(), item));
            return;
        }
        if (op == PatchOp.Add)
        {
            foreach (var item in given) foreach (var element in picked) Merge(element, item);
            return;
        }
        // RFC 7644 3.5.2.3: all matching values are replaced, and by the same: it stands where the first of them stood.
        var place = Values.IndexOf(picked[0]);
        Drop(v => picked.Contains(v));
        foreach (var item in given)
        {
            var element = item.DeepClone().AsObject();
            Values.Insert(place++, element);
            if (Elements.IsPrimary(element)) ClearOtherPrimaries(element);
        }
        Elements.Unite(attribute, Values);
    }

    /// <summary>A sub-attribute of all values, or of those a filter picks.</summary>
    public void SetPart(PatchOp op, Filter? filter, SchemaAttribute sub, JsonNode? value)
    {
        var part = op == PatchOp.Remove ? null : canonical.Of(sub, value, where);
        var picked = filter is null ? Values.OfType<JsonObject>().ToList() : Picked(filter);
        if (picked.Count == 0)
        {
            if (part is not null) Add(Merged(filter is null ? [] : Terms(filter, sub), new JsonObject { [sub.Name] = part }));
            else if (op == PatchOp.Replace && filter is not null) Unmatched(filter);
            return;
        }
        var patch = new JsonObject { [sub.Name] = part };
        if (Elements.IsPrimary(patch) && picked.Count > 1)
            throw new ScimException(ScimTypes.InvalidValue, $"{where}: only one value can be primary, but {picked.Count} are picked.");
        foreach (var element in picked)
        {
            ValueEdit.SetPart(op, element, sub, part?.DeepClone(), where, limits);
            if (Elements.IsPrimary(patch)) ClearOtherPrimaries(element);
        }
        Drop(v => v is JsonObject { Count: 0 });
        Elements.Unite(attribute, Values);
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
        Merged(element, item);
        if (Elements.IsPrimary(item)) ClearOtherPrimaries(element);
    }

    JsonObject Merged(JsonObject element, JsonObject item)
    {
        foreach (var (name, part) in item)
        {
            ValueEdit.SetPart(PatchOp.Add, element, attribute.Sub(name)!, part?.DeepClone(), where, limits);
        }
        return element;
    }

    // RFC 7644 3.5.2: setting a value primary sets all others to false.
    void ClearOtherPrimaries(JsonObject primary)
    {
        foreach (var other in Values.OfType<JsonObject>())
        {
            if (!ReferenceEquals(other, primary) && Elements.IsPrimary(other)) other["primary"] = false;
        }
    }

    List<JsonObject> Picked(Filter filter) => [.. Values.OfType<JsonObject>().Where(v => FilterMatch.MatchesElement(filter, attribute, v))];

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
