using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>Operations → what becomes of a group's members, without loading one of them.</summary>
public static class MemberChanges
{
    /// <summary>The steps for the members, in order, and the operations that are left for Patch.</summary>
    public static PatchSplit Split(ResourceType type, IReadOnlyList<PatchOperation> operations, Tolerance tolerance, ScimLimits limits)
    {
        if (type.Members is not { } attribute) return new PatchSplit([], operations);
        var split = new MemberSplit(type, attribute, tolerance, limits);
        foreach (var operation in operations) split.Read(operation);
        return new PatchSplit(split.Steps, split.Rest);
    }

    /// <summary>The "members" of a body: an array, one object, or bare ids; each id once.</summary>
    public static IReadOnlyList<Member> Read(JsonNode? members, Tolerance tolerance, ScimLimits limits, string where = "members")
    {
        if (members is null) return [];
        if (members is not JsonArray)
            tolerance.Accept(Deviation.SingleForMultiValued, () => new ScimException(ScimTypes.InvalidValue, $"{where} must be an array."));
        var items = members as JsonArray ?? [members.DeepClone()];
        if (items.Count > limits.MembersPerRequest) throw TooMany(limits);
        return [.. items.OfType<JsonNode>()
            .Select((item, at) => One(item, tolerance, limits, $"{where}[{at}]"))
            .DistinctBy(m => m.Value, StringComparer.Ordinal)];
    }

    /// <summary>The steps folded into one change, or null when a filter has to see the stored members first.</summary>
    public static MemberNet? Net(IReadOnlyList<MemberStep> steps)
    {
        var replaceAll = false;
        var add = new OrderedDictionary<string, Member>(StringComparer.Ordinal);
        var remove = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            switch (step)
            {
                case MemberStep.Add more:
                    foreach (var member in more.Members) Come(member);
                    break;
                case MemberStep.Remove fewer:
                    foreach (var id in fewer.Ids) Go(id);
                    break;
                case MemberStep.ReplaceAll all:
                    (replaceAll, add, remove) = (true, new(StringComparer.Ordinal), []);
                    foreach (var member in all.Members) Come(member);
                    break;
                default:
                    return null;
            }
        }
        return new MemberNet(replaceAll, [.. add.Values], [.. remove]);

        void Come(Member member)
        {
            remove.Remove(member.Value);
            add[member.Value] = member;
        }

        void Go(string id)
        {
            add.Remove(id);
            if (!replaceAll) remove.Add(id);
        }
    }

    internal static ScimException TooMany(ScimLimits limits) =>
        new(413, null, $"A request must not name more than {limits.MembersPerRequest} members; send them in several requests.");

    static Member One(JsonNode item, Tolerance tolerance, ScimLimits limits, string where)
    {
        if (item is not JsonObject json)
        {
            if (item.GetValueKind() != JsonValueKind.String) throw Expected($"{where} must be an object with a \"value\"");
            tolerance.Accept(Deviation.BareMember, () => Expected($"{where} must be an object with a \"value\""));
            return new Member(Id(item, where, limits), null);
        }
        if (tolerance.Profile.RefusesUnknown)
            foreach (var (name, _) in json)
                if (BuiltIn.Group.Members!.Sub(name) is null) tolerance.Ignore($"members.{name}");
        var id = Id(Named(json, "value"), $"{where}.value", limits);
        var type = Named(json, "type") is { } node && node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
        return new Member(id, Kind(type));
    }

    static string Id(JsonNode? node, string where, ScimLimits limits)
    {
        var id = node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : "";
        if (string.IsNullOrWhiteSpace(id)) throw Expected($"{where} must be the id of a member");
        return id.Length <= limits.NameLength ? id : throw Expected($"{where} must not be longer than {limits.NameLength} characters");
    }

    static string? Kind(string? type) =>
        new[] { BuiltIn.User.Name, BuiltIn.Group.Name }.FirstOrDefault(n => n.Equals(type, StringComparison.OrdinalIgnoreCase));

    static JsonNode? Named(JsonObject json, string name) =>
        json.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    static ScimException Expected(string sentence) => new(ScimTypes.InvalidValue, sentence + ".");
}
