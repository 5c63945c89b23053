using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>Steps whose filters pick members → the same steps with those members' ids.</summary>
public static class PickedMembers
{
    /// <param name="stored">The members as they are shown; of a filter on ids alone, those with these ids are enough.</param>
    /// <param name="coming">How those that the steps name will be shown as members, so far as they are known.</param>
    public static IReadOnlyList<MemberStep> ById(IReadOnlyList<MemberStep> steps, IEnumerable<JsonObject> stored, IEnumerable<JsonObject> coming)
    {
        var members = ById(stored);
        var known = ById(coming);
        var byId = new List<MemberStep>();
        foreach (var step in steps.SelectMany(s => Named(s, members)))
        {
            // Each operation meets the members that those before it left.
            if (step is MemberStep.ReplaceAll all) members = all.Members.ToDictionary(m => m.Value, m => members.GetValueOrDefault(m.Value) ?? Shown(m), StringComparer.Ordinal);
            if (step is MemberStep.Remove fewer) foreach (var id in fewer.Ids) members.Remove(id);
            if (step is MemberStep.Add more) foreach (var member in more.Members) members.TryAdd(member.Value, Shown(member));
            byId.Add(step);
        }
        return byId;

        JsonObject Shown(Member member) => known.GetValueOrDefault(member.Value) ?? Element(member);
    }

    static Dictionary<string, JsonObject> ById(IEnumerable<JsonObject> elements) =>
        elements.ToDictionary(m => (string)m["value"]!, StringComparer.Ordinal);

    static IReadOnlyList<MemberStep> Named(MemberStep step, Dictionary<string, JsonObject> members) => step switch
    {
        MemberStep.RemoveWhere where => [new MemberStep.Remove(Picked(where.Filter, members))],
        MemberStep.ReplaceWhere where when Picked(where.Filter, members) is { Count: > 0 } picked =>
            [new MemberStep.Remove(picked), new MemberStep.Add(where.Members)],
        MemberStep.ReplaceWhere none => throw new ScimException(ScimTypes.NoTarget,
            $"{none.Where}: no member matches the filter {Excerpt.Of(none.Filter.ToString())}."),
        _ => [step],
    };

    static List<string> Picked(Filter filter, Dictionary<string, JsonObject> members) =>
        [.. members.Where(m => FilterMatch.MatchesElement(filter, BuiltIn.Group.Members!, m.Value)).Select(m => m.Key)];

    static JsonObject Element(Member member) =>
        member.Type is null ? new() { ["value"] = member.Value } : new() { ["value"] = member.Value, ["type"] = member.Type };
}
