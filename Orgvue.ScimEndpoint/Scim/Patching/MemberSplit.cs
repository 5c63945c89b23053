using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>Sorts operations into those on members and the rest.</summary>
sealed class MemberSplit(ResourceType type, SchemaAttribute attribute, Tolerance tolerance, ScimLimits limits)
{
    readonly List<MemberStep> _steps = [];
    readonly List<PatchOperation> _rest = [];
    int _named;

    public IReadOnlyList<MemberStep> Steps => _steps;

    public IReadOnlyList<PatchOperation> Rest => _rest;

    public void Read(PatchOperation operation)
    {
        if (operation.Path is null)
        {
            ReadPathless(operation);
            return;
        }
        var path = PatchPath.Parse(operation.Path, type, limits, tolerance, operation.Index);
        if (!ReferenceEquals(path.Target.Attribute, attribute)) _rest.Add(operation);
        else if (path.Target.Sub is { } sub) throw Fixed(sub, operation);
        else if (path.Filter is { } filter) ReadPicked(operation, filter);
        else ReadAll(operation.Op, operation.Op == PatchOp.Add ? Listed(operation.Value) : operation.Value, operation.Where);
    }

    // A pathless replace without "members" must never touch them: Okta renames a group so before every change of members.
    void ReadPathless(PatchOperation operation)
    {
        if (operation.Value is not JsonObject values || operation.Op == PatchOp.Remove)
        {
            _rest.Add(operation);
            return;
        }
        foreach (var (name, _) in values)
        {
            if (PartOfMembers(name) is not { } part) continue;
            tolerance.Accept(Deviation.DottedKeys, () => ResourceBody.Dotted(name));
            throw Fixed(part, operation);
        }
        var named = values.Where(p => IsMembers(p.Key)).ToList();
        if (named.Count > 1) throw new ScimException(ScimTypes.InvalidSyntax, $"{operation.Where}: members is given twice.");
        if (named.Count == 0)
        {
            _rest.Add(operation);
            return;
        }
        ReadAll(operation.Op, named[0].Value, operation.Where);
        if (values.Count == 1) return;
        var others = new JsonObject(values.Where(p => !IsMembers(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        _rest.Add(operation with { Value = others });
    }

    void ReadAll(PatchOp op, JsonNode? value, string where)
    {
        // RFC 7644 3.5.2.2: without a filter all values go. Entra lists in "value" the ones it means.
        if (op == PatchOp.Remove && value is null) _steps.Add(new MemberStep.ReplaceAll([]));
        else if (op == PatchOp.Remove)
        {
            tolerance.Accept(Deviation.MemberValueOnRemove, () => new ScimException(ScimTypes.InvalidSyntax,
                $"{where}: remove takes no \"value\"; name the members by a filter: members[value eq \"…\"]."));
            _steps.Add(new MemberStep.Remove([.. Members(value, where).Select(m => m.Value)]));
        }
        else if (op == PatchOp.Replace) _steps.Add(new MemberStep.ReplaceAll(Members(value, where)));
        else _steps.Add(new MemberStep.Add(Members(value, where)));
    }

    // members[value eq "x"]: remove takes them out; replace puts others in their place; add lets the one named be there.
    void ReadPicked(PatchOperation operation, Filter filter)
    {
        var ids = Ids(filter);
        var given = operation.Op == PatchOp.Remove ? [] : Members(Listed(operation.Value), operation.Where);
        Count(ids?.Count ?? 0);
        if (operation.Op == PatchOp.Add)
        {
            if (given.Count == 0 && ids is null)
                throw new ScimException(ScimTypes.NoTarget, $"{operation.Where}: add needs the members to add, in \"value\".");
            if (given.Count == 0)
                tolerance.Accept(Deviation.BuildMissingElement, () => new ScimException(ScimTypes.NoTarget,
                    $"{operation.Where}: add needs the members to add, in \"value\"."));
            _steps.Add(new MemberStep.Add(given.Count > 0 ? given : [.. ids!.Select(id => new Member(id, null))]));
            return;
        }
        if (operation.Op == PatchOp.Replace) _steps.Add(new MemberStep.ReplaceWhere(filter, ids, given, operation.Where));
        else _steps.Add(ids is null ? new MemberStep.RemoveWhere(filter) : new MemberStep.Remove(ids));
    }

    // RFC 7643 8.7.1: the parts of a member are immutable; its display is the member's own and read-only.
    static ScimException Fixed(SchemaAttribute sub, PatchOperation operation) => new(ScimTypes.Mutability,
        $"{operation.Where}: members.{sub.Name} is {(sub.Mutability == Mutability.ReadOnly ? "read-only" : "immutable")}; remove the member and add another.");

    /// <summary>The ids of: value eq "x" or value eq "y" …; null for any other filter.</summary>
    static List<string>? Ids(Filter filter)
    {
        var ids = new List<string>();
        foreach (var term in Filter.Operands<Filter.Or>(filter))
        {
            if (term is not Filter.Compare { Op: CompareOp.Eq, Path.Name: "value", Value: FilterValue.Text text }) return null;
            if (!ids.Contains(text.Content, StringComparer.Ordinal)) ids.Add(text.Content);
        }
        return ids;
    }

    // RFC 7644 3.5.2.1, 3.5.2.3: to a path one value may be added, and what a filter picks is replaced by one.
    static JsonNode? Listed(JsonNode? value) => value is JsonObject one ? new JsonArray(one.DeepClone()) : value;

    IReadOnlyList<Member> Members(JsonNode? value, string where)
    {
        var members = MemberChanges.Read(value, tolerance, limits, $"{where}: members");
        Count(members.Count);
        return members;
    }

    void Count(int more)
    {
        _named += more;
        if (_named > limits.MembersPerRequest) throw MemberChanges.TooMany(limits);
    }

    // "members.value" as a key.
    SchemaAttribute? PartOfMembers(string name) =>
        AttributePath.TryParse(name) is { Sub: not null } path && type.Resolve(path) is { } target && ReferenceEquals(target.Attribute, attribute) ? target.Sub : null;

    bool IsMembers(string name) =>
        AttributePath.TryParse(name) is { Sub: null } path && ReferenceEquals(type.Resolve(path)?.Attribute, attribute);
}
