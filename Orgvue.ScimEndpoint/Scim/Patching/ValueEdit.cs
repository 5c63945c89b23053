using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>One operation on one attribute of its owner, the document or an extension (RFC 7644 sections 3.5.2.1 to 3.5.2.3).</summary>
sealed class ValueEdit(
    JsonObject owner, ResolvedAttribute target, Canonical canonical, Tolerance tolerance, ScimLimits limits, string where, bool named)
{
    readonly SchemaAttribute _attribute = target.Attribute!;

    public void Apply(PatchOp op, Filter? filter, JsonNode? value)
    {
        var before = Immutables.Has(_attribute) ? owner[_attribute.Name]?.DeepClone() : null;
        if (_attribute.MultiValued) Values(op, filter, value);
        else if (target.Sub is { } sub) SetPart(op, sub, value);
        else SetWhole(op, value);
        // RFC 7644 3.5.2: a value may be added to an immutable attribute only while there is none.
        if (before is not null) Immutables.Check(_attribute, before, owner[_attribute.Name], where);
    }

    void SetWhole(PatchOp op, JsonNode? value)
    {
        // RFC 7644 3.5.2.3: sub-attributes that are not named are left unchanged.
        if (op != PatchOp.Remove && _attribute.Type == AttributeType.Complex && value is JsonObject parts)
        {
            var complex = owner[_attribute.Name] as JsonObject ?? [];
            foreach (var (sub, part) in canonical.Subs(_attribute, parts, where)) Set(op, complex, sub, part);
            Keep(op, complex);
            return;
        }
        var whole = op == PatchOp.Remove ? null : canonical.One(_attribute, value, where);
        if (whole is null || (_attribute.Required && Document.IsBlank(whole))) Unassign(op);
        else owner[_attribute.Name] = whole;
    }

    void SetPart(PatchOp op, SchemaAttribute sub, JsonNode? value)
    {
        var complex = owner[_attribute.Name] as JsonObject ?? [];
        Set(op, complex, sub, op == PatchOp.Remove ? null : canonical.Part(_attribute, sub, value, where));
        Keep(op, complex);
    }

    void Keep(PatchOp op, JsonObject complex)
    {
        if (complex.Count == 0) Unassign(op);
        else if (complex.Parent is null) owner[_attribute.Name] = complex;
    }

    void Values(PatchOp op, Filter? filter, JsonNode? value)
    {
        var edit = new ValuesEdit(_attribute, owner[_attribute.Name] as JsonArray ?? [], canonical, tolerance, limits, where, named);
        if (target.Sub is { } sub) edit.SetPart(op, filter, sub, value);
        else if (filter is not null) edit.SetPicked(op, filter, value);
        else edit.SetAll(op, value);

        if (edit.Values.Count == 0) Unassign(op);
        else if (edit.Values.Parent is null) owner[_attribute.Name] = edit.Values;
    }

    void Unassign(PatchOp op)
    {
        if (_attribute.Required) throw Required(op, where);
        owner.Remove(_attribute.Name);
    }

    void Set(PatchOp op, JsonObject complex, SchemaAttribute sub, JsonNode? part) => SetPart(op, complex, sub, part, where, limits);

    /// <summary>Sets or, by null, unassigns a sub-attribute of a complex value.</summary>
    public static void SetPart(PatchOp op, JsonObject complex, SchemaAttribute sub, JsonNode? part, string where, ScimLimits limits)
    {
        if (sub.Discarded) return;
        var old = complex[sub.Name];
        if (op == PatchOp.Add && old is JsonArray known) part = Together(sub, known, part as JsonArray ?? [], where, limits);
        if (sub.Mutability == Mutability.Immutable && old is not null && !Elements.Same(sub, old, part))
            throw new ScimException(ScimTypes.Mutability, $"{where}: {sub.Name} is immutable and has a value already.");
        if (part is null && sub.Required) throw Required(op, $"{where}.{sub.Name}");
        if (part is null) complex.Remove(sub.Name);
        else complex[sub.Name] = part;
    }

    static JsonArray Together(SchemaAttribute sub, JsonArray known, JsonArray more, string where, ScimLimits limits)
    {
        var all = new JsonArray([.. known.Concat(more).Select(v => v?.DeepClone())]);
        Elements.Unite(sub, all);
        if (all.Count <= limits.ValuesPerAttribute) return all;
        throw new ScimException(ScimTypes.InvalidValue, $"{where}.{sub.Name} must not have more than {limits.ValuesPerAttribute} values.");
    }

    // RFC 7644 3.5.2.2: to remove a required attribute is a matter of mutability; to set it to nothing, of its value.
    static ScimException Required(PatchOp op, string where) =>
        new(op == PatchOp.Remove ? ScimTypes.Mutability : ScimTypes.InvalidValue, $"{where} is required and cannot be unassigned.");
}
