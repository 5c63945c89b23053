using Orgvue.ScimEndpoint.Scim.Filters;

namespace Orgvue.ScimEndpoint.Scim.Patching;

/// <summary>A member of a group as a client names it: an id and, if told, "User" or "Group" (RFC 7643 section 4.2).</summary>
public sealed record Member(string Value, string? Type);

/// <summary>One change of a group's members, to be carried out in order (RFC 7644 section 3.5.2).</summary>
public abstract record MemberStep
{
    public sealed record Add(IReadOnlyList<Member> Members) : MemberStep;

    public sealed record Remove(IReadOnlyList<string> Ids) : MemberStep;

    /// <summary>Removes the stored members that a filter picks, when it picks by more than their ids.</summary>
    public sealed record RemoveWhere(Filter Filter) : MemberStep;

    /// <summary>
    /// Puts members in the place of those that a filter picks, and is refused when it picks none (RFC 7644 section 3.5.2.3). Ids are those of
    /// a filter that names nothing else.
    /// </summary>
    public sealed record ReplaceWhere(Filter Filter, IReadOnlyList<string>? Ids, IReadOnlyList<Member> Members, string Where) : MemberStep;

    public sealed record ReplaceAll(IReadOnlyList<Member> Members) : MemberStep;
}

/// <summary>What a list of steps comes to: first, with ReplaceAll, all members go; then Remove goes, then Add comes.</summary>
public sealed record MemberNet(bool ReplaceAll, IReadOnlyList<Member> Add, IReadOnlyList<string> Remove);

/// <summary>A PATCH in two parts that do not touch each other: the members, and all else.</summary>
public sealed record PatchSplit(IReadOnlyList<MemberStep> Members, IReadOnlyList<PatchOperation> Rest);
