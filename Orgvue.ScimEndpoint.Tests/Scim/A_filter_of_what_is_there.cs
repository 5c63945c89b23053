using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

/// <summary>Presence, order and comparison at their edges, and what a filter is printed as.</summary>
public sealed class A_filter_of_what_is_there
{
    static readonly JsonObject Level = new() { ["urn:example:x"] = new JsonObject { ["level"] = 5, ["text"] = 7, ["tags"] = new JsonArray("a") } };
    static readonly ResourceType Levelled = BuiltIn.User.With(Schema.Parse(Given.Json("""
        { "id": "urn:example:x", "attributes": [{ "name": "level", "type": "integer" }, { "name": "text" }, { "name": "secret", "returned": "never" },
            { "name": "tags", "multiValued": true }, { "name": "primary", "type": "boolean" },
            { "name": "place", "type": "complex", "subAttributes": [{ "name": "primary", "type": "boolean" }] }] }
        """)));

    [Theory]
    [InlineData("""{"title":""}""", "title pr", false)]
    [InlineData("""{"title":" "}""", "title pr", true)]
    [InlineData("""{"name":{"givenName":null}}""", "name pr", false)]
    [InlineData("""{"name":{"givenName":"","familyName":"P"}}""", "name pr", true)]
    [InlineData("""{"name":{"givenName":""}}""", "name pr", false)]
    [InlineData("""{"emails":[]}""", "emails pr", false)]
    [InlineData("""{"name":{"givenName":[]}}""", "name pr", false)]
    [InlineData("""{"name":{"givenName":["",null]}}""", "name pr", false)]
    [InlineData("""{"name":{"givenName":["","P"]}}""", "name pr", true)]
    [InlineData("""{"emails":[{"value":""},{"value":"a"}]}""", "emails pr", true)]
    [InlineData("""{"emails":[{"value":"a","primary":true}]}""", "emails.primary eq false", false)]
    [InlineData("""{"emails":[{"value":"a","primary":true}]}""", "emails.primary ne true", false)]
    [InlineData("""{"emails":[{"value":"a"}]}""", "emails.primary ne true", true)]
    [InlineData("""{"emails":[{"value":"a"}]}""", "emails.primary eq true", false)]
    [InlineData("""{"emails":[{"value":"a"}]}""", "emails.type ne \"work\"", true)]
    public void Sees_values_and_not_names_alone(string representation, string filter, bool matches) =>
        Assert.Equal(matches, Given.Matches(filter, Given.Json(representation)));

    [Theory]
    [InlineData("level gt 5", false), InlineData("level ge 5", true), InlineData("level lt 5", false), InlineData("level le 5", true)]
    [InlineData("level gt 4", true), InlineData("level lt 6", true), InlineData("level ne 5", false), InlineData("level le 4", false)]
    [InlineData("level ge 6", false), InlineData("text eq \"7\"", false), InlineData("tags sw \"A\"", true), InlineData("tags ew \"b\"", false)]
    [InlineData("place.primary eq false", false), InlineData("place.primary ne true", true)]
    public void Compares_at_the_edge(string filter, bool matches) =>
        Assert.Equal(matches, Given.Matches("urn:example:x:" + filter, Level, Levelled));

    [Theory]
    [InlineData("a", "a", 0), InlineData("a", "b", -1), InlineData("ab", "a", 1), InlineData("", "a", -1), InlineData("b", "ab", 1)]
    public void Orders_a_beginning_before_what_it_begins(string left, string right, int order) =>
        Assert.Equal(order, Math.Sign(FilterMatch.CompareCodePoints(left, right)));

    [Theory]
    [InlineData("title sw \"a\" and title ew \"b\" or title lt \"c\" and title ge \"d\" and title le \"e\" or title gt \"f\"")]
    [InlineData("title eq \"q\\\"b\\\\u\\u0001\"")]
    [InlineData("active eq false or active ne true")]
    [InlineData("not (title pr) and (title pr or nickName pr)")]
    [InlineData("title ne null and title ne null")]
    public void Is_printed_as_it_was_written(string text) => Assert.Equal(text, Given.Filter(text).ToString());

    [Theory]
    [InlineData("title eq \"\\u0041\"", "title eq \"A\"")]
    [InlineData("title eq \"\\/\\b\\f\\n\\r\\t\"", "title eq \"/\\u0008\\u000c\\u000a\\u000d\\u0009\"")]
    [InlineData("( title pr )", "title pr")]
    [InlineData("emails[ type pr ]", "emails[type pr]")]
    [InlineData("not  (title pr)", "not (title pr)")]
    [InlineData("emails[type eq \"work\"]  eq \"x\"", "emails[type eq \"work\" and value eq \"x\"]")]
    [InlineData("email sw \"x\"", "emails.value sw \"x\"")]
    public void Is_read_for_what_it_means(string text, string meant) => Assert.Equal(meant, Given.Filter(text).ToString());

    /// <summary>RFC 7644 §3.4.2.1: an attribute that another of the types has is unassigned here.</summary>
    [Theory]
    [InlineData("members pr", false), InlineData("members eq \"x\"", false), InlineData("members ne \"x\"", true)]
    [InlineData("members eq null", true), InlineData("members ne null", false), InlineData("members[value eq \"x\"]", false)]
    [InlineData("not (members pr)", true)]
    public void Of_several_types_has_no_value_where_only_another_type_knows_the_name(string text, bool matches)
    {
        var filter = FilterParser.Parse(text, BuiltIn.User, [BuiltIn.Group], Given.Limits, new Tolerance());

        Assert.Equal(matches, FilterMatch.Matches(filter, BuiltIn.User, Given.User()));
        Assert.Contains(matches ? "true" : "false", filter is Filter.Not ? matches ? "true" : "" : filter.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_types_names_them_all_where_none_knows_the_attribute() =>
        Assert.Equal("At character 1 of the filter: User and Group has no attribute \"bogus\".", Given.Refusal(ScimTypes.InvalidFilter,
            () => FilterParser.Parse("bogus pr", BuiltIn.User, [BuiltIn.Group], Given.Limits, new Tolerance())).Message);

    [Theory]
    [InlineData("urn:example:x:secret pr")]
    [InlineData("password ne \"x\"")]
    public void Does_not_tell_what_is_never_returned(string text) =>
        Assert.EndsWith("is never returned and cannot be filtered by.", Given.Refusal(ScimTypes.InvalidFilter, () => Given.Filter(text, Levelled)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(":x"), InlineData(".x"), InlineData("a."), InlineData("a b"), InlineData("1a"), InlineData("")]
    public void Has_no_such_path(string text) => Assert.Equal(
        $"Expected an attribute path, such as name.familyName, but found \"{text}\".",
        Given.Refusal(ScimTypes.InvalidPath, () => AttributePath.Parse(text)).Message);
}
