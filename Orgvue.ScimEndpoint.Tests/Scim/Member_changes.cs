using System.Text.Json.Nodes;
using CsCheck;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class Member_changes
{
    static string Told(string operations) => string.Join("; ", Given.Split(operations).Members.Select(Told));

    static string Told(MemberStep step) => step switch
    {
        MemberStep.Add add => "add " + string.Join(' ', add.Members.Select(m => m.Value)),
        MemberStep.Remove remove => "remove " + string.Join(' ', remove.Ids),
        MemberStep.RemoveWhere where => "remove where " + where.Filter,
        MemberStep.ReplaceWhere where => $"replace where {where.Filter} by {string.Join(' ', where.Members.Select(m => m.Value))}",
        MemberStep.ReplaceAll all => "all " + string.Join(' ', all.Members.Select(m => m.Value)),
        _ => "",
    };

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"a","$ref":null,"display":"A"},{"VALUE":"b"},{"value":"a"}]}""", "add a b")]
    [InlineData("""{"op":"Add","path":"members","value":{"value":"a"}}""", "add a")]
    [InlineData("""{"op":"add","path":"members","value":"a"}""", "add a")]
    [InlineData("""{"op":"add","path":"members","value":["a","b"]}""", "add a b")]
    [InlineData("""{"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:Group:members","value":[{"value":"a"}]}""", "add a")]
    [InlineData("""{"op":"add","value":{"members":[{"value":"a"}]}}""", "add a")]
    [InlineData("""{"op":"replace","value":{"urn:ietf:params:scim:schemas:core:2.0:Group:Members":[{"value":"a"}]}}""", "all a")]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"a"}]}""", "all a")]
    [InlineData("""{"op":"replace","path":"members","value":[]}""", "all ")]
    [InlineData("""{"op":"replace","path":"members","value":null}""", "all ")]
    [InlineData("""{"op":"remove","path":"members"}""", "all ")]
    [InlineData("""{"op":"remove","path":"members","value":null}""", "all ")]
    [InlineData("""{"op":"Remove","path":"members","value":[{"value":"a"},{"value":"b"}]}""", "remove a b")]
    [InlineData("""{"op":"remove","path":"members","value":[]}""", "remove ")]
    [InlineData("""{"op":"remove","path":"members[value eq \"a\"]"}""", "remove a")]
    [InlineData("""{"op":"remove","path":"members[value eq \"a\" or value eq \"b\" or value eq \"a\"]"}""", "remove a b")]
    [InlineData("""{"op":"remove","path":"members[type eq \"User\"]"}""", "remove where type eq \"User\"")]
    [InlineData("""{"op":"remove","path":"members[value eq \"a\" and type eq \"User\"]"}""", "remove where value eq \"a\" and type eq \"User\"")]
    [InlineData("""{"op":"replace","path":"members[value eq \"a\"]","value":{"value":"b"}}""", "replace where value eq \"a\" by b")]
    [InlineData("""{"op":"add","path":"members[value eq \"a\"]","value":{"display":"A","value":"a"}}""", "add a")]
    [InlineData("""{"op":"add","path":"members[value eq \"a\"]","value":{"value":"b"}}""", "add b")]
    [InlineData("""{"op":"add","path":"members[value eq \"a\"]","value":[]}""", "add a")]
    [InlineData("""{"op":"remove","path":"members[value eq \"a\"]","value":[5]}""", "remove a")]
    [InlineData("""{"op":"remove","path":"members[value eq \"a\"]"},{"op":"add","path":"members","value":[{"value":"b"}]}""", "remove a; add b")]
    public void Are_told_from_the_operations(string operations, string expected)
    {
        Assert.Equal(expected, Told(operations));
        Assert.Empty(Given.Split(operations).Rest);
    }

    /// <summary>RFC 7643 §8.7.1: what a member is called is its own; who it is does not change.</summary>
    [Theory]
    [InlineData("display")]
    [InlineData("value")]
    [InlineData("type")]
    public void Are_never_of_a_part_of_a_member(string part) => Given.Refusal(ScimTypes.Mutability,
        () => Given.Split($$"""{"op":"replace","path":"members[value eq \"a\"].{{part}}","value":"A"}"""));

    /// <summary>Such a key went past the members, and the server failed on it. Found by fuzzing.</summary>
    [Theory]
    [InlineData("members.value", null, ScimTypes.Mutability)]
    [InlineData("members.display", null, ScimTypes.Mutability)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:Group:MEMBERS.type", null, ScimTypes.Mutability)]
    [InlineData("members.value", "strict", ScimTypes.InvalidSyntax)]
    public void Are_never_of_a_part_of_a_member_by_its_key(string key, string? profile, string scimType) => Given.Refusal(scimType,
        () => Given.Split($$"""{"op":"replace","value":{"displayName":"n","{{key}}":"x"} }""", new Tolerance(profile is null ? null : Profile.Named(profile))));

    [Fact]
    public void Leave_the_other_attributes_to_the_patch()
    {
        var split = Given.Split("""
            {"op":"replace","value":{"id":"g","displayName":"New"}},
            {"op":"add","value":{"externalId":"e","members":[{"value":"a"}]}},
            {"op":"replace","path":"displayName","value":"Newer"}
            """);

        Assert.Equal("add a", Told(Assert.Single(split.Members)));
        Assert.Equal(3, split.Rest.Count);
        Given.Same("""{"externalId":"e"}""", split.Rest[1].Value);
        Assert.Equal(1, split.Rest[1].Index);
    }

    [Fact]
    public void Are_none_of_a_user()
    {
        var operations = Given.Operations("""{"op":"add","path":"title","value":"x"}""");

        var split = MemberChanges.Split(BuiltIn.User, operations, new Tolerance(), Given.Limits);

        Assert.Empty(split.Members);
        Assert.Same(operations, split.Rest);
    }

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"display":"x"}]}""", "invalidValue", "Operation 1: members[0].value")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"a"},{"value":""}]}""", "invalidValue", "Operation 1: members[1].value")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":5}]}""", "invalidValue", "Operation 1")]
    [InlineData("""{"op":"add","path":"members","value":5}""", "invalidValue", "Operation 1")]
    [InlineData("""{"op":"add","path":"members[value ne \"a\"]","value":[]}""", "noTarget", "Operation 1")]
    [InlineData("""{"op":"replace","path":"members[value eq \"a\"].value","value":"b"}""", "mutability", "Operation 1")]
    [InlineData("""{"op":"remove","path":"members[bogus eq \"a\"]"}""", "invalidPath", "operation 1")]
    [InlineData("""{"op":"remove","path":"members[value eq \"a\"].bogus"}""", "invalidPath", "operation 1")]
    [InlineData("""{"op":"add","value":{"members":["a"],"Members":["b"]}}""", "invalidSyntax", "Operation 1")]
    public void That_cannot_be_are_refused(string operations, string scimType, string place) =>
        Assert.Contains(place, Given.Refusal(scimType, () => Given.Split(operations)).Message, StringComparison.Ordinal);

    [Fact]
    public void Are_bounded_over_the_whole_request()
    {
        var limits = new ScimLimits { MembersPerRequest = 3 };
        var operations = Given.Operations("""{"op":"add","path":"members","value":["a","b"]},{"op":"remove","path":"members[value eq \"c\" or value eq \"d\"]"}""");

        Assert.Equal(413, Assert.Throws<ScimException>(() => MemberChanges.Split(BuiltIn.Group, operations, new Tolerance(), limits)).Status);
        Assert.Equal(413, Assert.Throws<ScimException>(() => MemberChanges.Read(Given.Json("""{"m":["a","b","c","d"]}""")["m"], new Tolerance(), limits)).Status);
    }

    [Fact]
    public void Of_a_body_know_users_from_groups()
    {
        var members = MemberChanges.Read(JsonNode.Parse("""[{"value":"a","type":"group"},{"value":"b","type":null},{"value":"c","type":"x"},null]"""), new Tolerance(), Given.Limits);

        Assert.Equal([new Member("a", "Group"), new Member("b", null), new Member("c", null)], members);
    }

    [Fact]
    public void Net_the_same_as_one_after_the_other()
    {
        var ids = Gen.OneOf("a", "b", "c", "d", "e").Array[0, 3];
        var step = Gen.OneOf<MemberStep>(
            ids.Select(i => (MemberStep)new MemberStep.Add([.. i.Select(x => new Member(x, null))])),
            ids.Select(i => (MemberStep)new MemberStep.Remove(i)),
            ids.Select(i => (MemberStep)new MemberStep.ReplaceAll([.. i.Select(x => new Member(x, null))])));

        Gen.Select(ids, step.Array[0, 5]).Sample((stored, steps) =>
        {
            var expected = stored.ToHashSet();
            foreach (var one in steps)
            {
                if (one is MemberStep.Add add) expected.UnionWith(add.Members.Select(m => m.Value));
                if (one is MemberStep.Remove remove) expected.ExceptWith(remove.Ids);
                if (one is MemberStep.ReplaceAll all) expected = [.. all.Members.Select(m => m.Value)];
            }

            var net = MemberChanges.Net(steps)!;
            var actual = net.ReplaceAll ? [] : stored.ToHashSet();
            actual.ExceptWith(net.Remove);
            actual.UnionWith(net.Add.Select(m => m.Value));
            Assert.Equal(expected.Order(), actual.Order());
            Assert.Empty(net.Remove.Intersect(net.Add.Select(m => m.Value)));
        }, iter: 20_000);
    }

    /// <summary>RFC 7644 §3.5.2: "the resulting resource becomes the target of the next operation", with the type and the name of who has just come.</summary>
    [Fact]
    public void Of_a_filter_see_who_came_before_it()
    {
        var steps = Given.Split("""{"op":"add","path":"members","value":[{"value":"b"}]},{"op":"remove","path":"members[type eq \"User\"]"}""").Members;

        var net = MemberChanges.Net(PickedMembers.ById(steps, [Shown("a", "User"), Shown("g", "Group")], [Shown("b", "User")]))!;

        Assert.Empty(net.Add);
        Assert.Equal(["a", "b"], net.Remove.Order());
    }

    [Fact]
    public void By_the_strict_profile_may_be_one_object_where_the_path_says_what_it_is()
    {
        var strict = new Tolerance(Profile.Strict);

        Assert.Single(Given.Split("""{"op":"add","path":"members","value":{"value":"a"}}""", strict).Members);
        Assert.Single(Given.Split("""{"op":"replace","path":"members[value eq \"a\"]","value":{"value":"b"}}""", strict).Members);
        Given.Refusal(ScimTypes.InvalidValue, () => Given.Split("""{"op":"replace","path":"members","value":{"value":"a"}}""", strict));
        Given.Refusal(ScimTypes.InvalidValue, () => Given.Split("""{"op":"add","value":{"members":{"value":"a"}}}""", strict));
    }

    static JsonObject Shown(string id, string type) => new() { ["value"] = id, ["type"] = type };

    [Fact]
    public void Have_no_net_before_a_filter_has_seen_the_stored_members() =>
        Assert.Null(MemberChanges.Net(Given.Split("""{"op":"remove","path":"members[type eq \"User\"]"}""").Members));
}
