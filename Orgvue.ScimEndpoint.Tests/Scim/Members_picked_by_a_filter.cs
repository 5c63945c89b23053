using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;

namespace Orgvue.ScimEndpoint.Tests.Scim;

/// <summary>A filter of one operation meets the members that the operations before it left, as they will be shown (RFC 7644 §3.5.2).</summary>
public sealed class Members_picked_by_a_filter
{
    static readonly JsonObject[] Stored = [Shown("a", "Ann", "User"), Shown("b", "Bob", "User"), Shown("g", "Team", "Group")];
    static readonly JsonObject[] Coming = [Shown("c", "Cid", "User"), Shown("h", "Squad", "Group")];

    [Theory]
    [InlineData("""{"op":"remove","path":"members[display eq \"Ann\"]"}""", "-a")]
    [InlineData("""{"op":"remove","path":"members[type eq \"User\"]"}""", "-a b")]
    [InlineData("""{"op":"remove","path":"members[display eq \"Nobody\"]"}""", "-")]
    [InlineData("""{"op":"replace","path":"members[display eq \"Team\"]","value":[{"value":"c"}]}""", "-g +c")]
    // Who was added is met as he will be shown; one whom nobody knows, by what was said of him.
    [InlineData("""{"op":"add","path":"members","value":[{"value":"c"}]},{"op":"remove","path":"members[display eq \"Cid\"]"}""", "+c -c")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"x","type":"Group"}]},{"op":"remove","path":"members[type eq \"Group\"]"}""", "+x -g x")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"x"}]},{"op":"remove","path":"members[type pr]"}""", "+x -a b g")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"x"}]},{"op":"remove","path":"members[not (type pr)]"}""", "+x -x")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"x"},{"value":"y","type":"Group"}]},{"op":"remove","path":"members[value ge \"x\"]"}""", "+x y -x y")]
    // Added again, a stored member stays as it is shown.
    [InlineData("""{"op":"add","path":"members","value":[{"value":"a","type":"Group"}]},{"op":"remove","path":"members[display eq \"Ann\" and type eq \"User\"]"}""", "+a -a")]
    // Who went is met no more.
    [InlineData("""{"op":"remove","path":"members[value eq \"a\"]"},{"op":"remove","path":"members[type eq \"User\"]"}""", "-a -b")]
    // Of those who are put in the place of all, the stored and the coming are known.
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"b"},{"value":"h"},{"value":"x","type":"User"}]},{"op":"remove","path":"members[type eq \"User\"]"}""", "=b h x -b x")]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"h"}]},{"op":"remove","path":"members[display eq \"Squad\"]"}""", "=h -h")]
    [InlineData("""{"op":"replace","path":"members","value":[]},{"op":"remove","path":"members[type pr]"}""", "= -")]
    public void Are_those_that_are_there_by_then(string operations, string told) => Assert.Equal(told, Told(operations));

    [Theory]
    [InlineData("""{"op":"replace","path":"members[display eq \"Nobody\"]","value":[{"value":"c"}]}""")]
    [InlineData("""{"op":"remove","path":"members[display eq \"Ann\"]"},{"op":"replace","path":"members[display eq \"Ann\"]","value":[{"value":"c"}]}""")]
    public void Must_be_there_to_be_replaced(string operations)
    {
        var refused = Assert.Throws<ScimException>(() => Told(operations));

        Assert.Equal(ScimTypes.NoTarget, refused.ScimType);
        Assert.Contains("no member matches the filter", refused.Message, StringComparison.Ordinal);
    }

    static string Told(string operations) => string.Join(' ', PickedMembers.ById(Given.Split(operations).Members, Stored, Coming).Select(Told));

    static string Told(MemberStep step) => step switch
    {
        MemberStep.Add add => "+" + string.Join(' ', add.Members.Select(m => m.Value)),
        MemberStep.Remove remove => "-" + string.Join(' ', remove.Ids),
        MemberStep.ReplaceAll all => "=" + string.Join(' ', all.Members.Select(m => m.Value)),
        _ => step.GetType().Name,
    };

    static JsonObject Shown(string id, string name, string type) => new() { ["value"] = id, ["display"] = name, ["type"] = type };
}
