using System.Text.Json.Nodes;
using CsCheck;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;

namespace Orgvue.ScimEndpoint.Tests.Scim;

public sealed class A_filter
{
    static readonly JsonObject Peter = Given.User($$"""
        "externalId": "Ab1", "displayName": "Péter 𝒫", "active": true, "name": { "familyName": "Parker" },
        "emails": [{ "value": "p@work.example", "type": "work", "primary": true }, { "value": "p@home.example", "type": "home" }],
        "{{Given.Enterprise}}": { "department": "Research", "manager": { "value": "boss" } }
        """);

    [Theory]
    [InlineData("userName EQ \"PETER@example.COM\"", true)]
    [InlineData("externalId eq \"ab1\"", false)]
    [InlineData("externalId eq \"Ab1\"", true)]
    [InlineData("displayName eq \"PÉTER 𝒫\"", true)]
    [InlineData("displayName gt \"Péter \uFFFD\"", true)]
    [InlineData("title ne \"x\"", true)]
    [InlineData("title eq null", true)]
    [InlineData("active ne null", true)]
    [InlineData("title eq \"\"", false)]
    [InlineData("name pr", true)]
    [InlineData("name.givenName pr", false)]
    [InlineData("emails eq \"P@HOME.example\"", true)]
    [InlineData("emails[type eq \"work\" and value ew \"home.example\"]", false)]
    [InlineData("emails[type eq \"work\"].value eq \"p@home.example\"", false)]
    [InlineData("emails[type eq \"home\"].value eq \"p@home.example\"", true)]
    [InlineData("emails[not (type eq \"work\")]", true)]
    [InlineData("emails[primary eq \"True\"]", true)]
    [InlineData("emails[type eq \"home\" and primary eq false]", true)]
    [InlineData("emails[type eq \"home\" and primary ne false]", false)]
    [InlineData("emails[type eq \"home\" and primary ne true]", true)]
    [InlineData("emails[type eq \"home\" and primary pr]", false)]
    [InlineData("emails.primary eq false", true)]
    [InlineData("manager eq \"boss\" and department pr", true)]
    [InlineData("urn:ietf:params:scim:schemas:EXTENSION:enterprise:2.0:user:Manager eq \"boss\"", true)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr", true)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:externalId pr", true)]
    [InlineData("schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", true)]
    [InlineData("userName pr or userName pr and title pr", true)]
    [InlineData("(userName pr or userName pr) and title pr", false)]
    [InlineData("not (title pr) and userName pr", true)]
    [InlineData("not(title pr)", true)]
    [InlineData("  userName   pr  ", true)]
    public void Matches_as_the_rfc_says(string filter, bool matches) => Assert.Equal(matches, Given.Matches(filter, Peter));

    [Theory]
    [InlineData("2026-05-04T12:00:00Z", "eq", true)]
    [InlineData("2026-05-04T14:00:00+02:00", "eq", true)]
    [InlineData("2026-05-04T12:00:00.000000000Z", "eq", true)]
    [InlineData("2026-05-04T12:00:00.123456789Z", "lt", true)]
    [InlineData("2026-05-04T12:00:00.00000000000000000000Z", "eq", true)]
    [InlineData("2026-05-03T24:00:00-12:00", "eq", true)]
    [InlineData("2026-05-04T24:00:00Z", "lt", true)]
    [InlineData("2026-05-05T02:00:00+14:00", "eq", true)]
    [InlineData("2026-05-04T12:00:00", "ge", true)]
    [InlineData("2026-05-04T11:59:59.9Z", "gt", true)]
    [InlineData("2026-05", "sw", true)]
    public void Compares_dates_as_instants(string date, string op, bool matches)
    {
        var representation = new JsonObject { ["meta"] = new JsonObject { ["created"] = "2026-05-04T12:00:00.000Z" } };

        Assert.Equal(matches, Given.Matches($"meta.created {op} \"{date}\"", representation));
    }

    [Theory]
    [InlineData("", "character 1", "an attribute name")]
    [InlineData("userName", "character 9", "an operator")]
    [InlineData("userName eq", "character 12", "a space")]
    [InlineData("userName eq ", "character 13", "a value")]
    [InlineData("userName eq'x'", "character 10", "an operator")]
    [InlineData("userName eq 'x'", "character 13", "a value")]
    [InlineData("userName eq\"x\"", "character 12", "a space")]
    [InlineData("userName eq True", "character 13", "a value")]
    [InlineData("userName eq 5", "character 13", "a string")]
    [InlineData("userName eq true", "character 13", "a string")]
    [InlineData("userName gt null", "character 13", "null")]
    [InlineData("userName eq \"\\a\"", "character 14", "an escape")]
    [InlineData("userName eq \"\\u12\"", "character 14", "four hexadecimal")]
    [InlineData("userName eq \"\\uD800\"", "character 13", "surrogate")]
    [InlineData("userName eq \"\\u0000\"", "character 13", "U+0000")]
    [InlineData("userName eq \"a\tb\"", "character 15", "control character")]
    [InlineData("userName eq \"x", "character 13", "closing quote")]
    [InlineData("userName pr \"x\"", "character 13", "the end")]
    [InlineData("userName pr and", "character 16", "a space")]
    [InlineData("userName prand title pr", "character 10", "an operator")]
    [InlineData("(userName pr)and(title pr)", "character 14", "the end")]
    [InlineData("(userName pr", "character 13", "\")\"")]
    [InlineData("not userName pr", "character 5", "\"(\"")]
    [InlineData("bogus eq \"x\"", "character 1", "bogus")]
    [InlineData("name.bogus eq \"x\"", "character 1", "name.bogus")]
    [InlineData("name..givenName eq \"x\"", "character 1", "an attribute name")]
    [InlineData("emails[bogus eq \"x\"]", "character 8", "bogus")]
    [InlineData("emails[type eq \"x\" and addresses[type pr]]", "character 24", "addresses")]
    [InlineData("userName[value eq \"x\"]", "character 1", "complex")]
    [InlineData("emails[type eq \"x\"].bogus eq \"x\"", "character 20", "bogus")]
    [InlineData("active gt true", "character 1", "boolean")]
    [InlineData("active eq \"yes\"", "character 11", "true or false")]
    [InlineData("x509Certificates.value gt \"x\"", "character 1", "binary")]
    [InlineData("name eq \"x\"", "character 1", "complex")]
    [InlineData("meta.created gt \"yesterday\"", "character 17", "dateTime")]
    [InlineData("meta.created gt \"2016-12-31T23:59:60Z\"", "character 17", "dateTime")]
    [InlineData("meta.created gt \"2026-05-04T24:00:01Z\"", "character 17", "dateTime")]
    [InlineData("meta.created gt \"2026-05-04T24:00:00.1Z\"", "character 17", "dateTime")]
    [InlineData("meta.created gt \"9999-12-31T24:00:00Z\"", "character 17", "dateTime")]
    [InlineData("meta.created gt \"2026-05-04T12:00:00+14:01\"", "character 17", "dateTime")]
    [InlineData("meta.created gt \"2026-02-29T12:00:00Z\"", "character 17", "dateTime")]
    [InlineData("meta.created gt \"2026-05-04\"", "character 17", "dateTime")]
    [InlineData("meta.created gt \"0001-01-01T00:00:00+14:00\"", "character 17", "dateTime")]
    [InlineData("password eq \"x\"", "character 1", "never returned")]
    [InlineData("password pr", "character 1", "never returned")]
    public void That_is_wrong_is_refused_with_the_place(string filter, string place, string expected)
    {
        var refusal = Given.Refusal(ScimTypes.InvalidFilter, () => Given.Filter(filter));

        Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_numbers_compares_by_amount()
    {
        var schema = Schema.Parse(Given.Json("""
            { "id": "urn:example:x", "attributes": [{ "name": "level", "type": "integer" }, { "name": "rate", "type": "decimal" }] }
            """));
        var type = BuiltIn.User.With(schema);
        var user = new JsonObject { ["urn:example:x"] = new JsonObject { ["level"] = 200, ["rate"] = 0.5 } };

        Assert.True(Given.Matches("urn:example:x:level eq 2e2", user, type));
        Assert.True(Given.Matches("urn:example:x:level lt 1e400 and urn:example:x:level gt -1e400 and urn:example:x:level ne 1e400", user, type));
        Assert.True(Given.Matches("urn:example:x:level ge 200.0 and urn:example:x:rate lt 0.51", user, type));
        Assert.False(Given.Matches("urn:example:x:level ne 200", user, type));
        Given.Refusal(ScimTypes.InvalidFilter, () => Given.Filter("urn:example:x:level co 2", type));
        Assert.False(Given.Matches("urn:example:x:level eq 1e999 or urn:example:x:level gt 99999999999999999999999999999999", user, type));
        Given.Refusal(ScimTypes.InvalidFilter, () => Given.Filter("urn:example:x:level eq 01", type));
    }

    [Fact]
    public void Bears_the_spelling_of_the_schema()
    {
        Assert.Equal("emails.value co \"x\" and name.familyName pr", Given.Filter("EMAILS CO \"x\" AND Name.FAMILYname PR").ToString());
        Assert.Equal($"{Given.Enterprise}:manager.value eq \"b\"", Given.Filter("manager eq \"b\"").ToString());
    }

    [Fact]
    public void After_a_bracket_becomes_part_of_the_value_filter()
    {
        var expected = Given.Filter("emails[type eq \"work\" and value eq \"x\"]");

        Assert.Equal(expected, Given.Filter("emails[type eq \"work\"].value eq \"x\""));
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(4000, false)]
    public void Nests_as_deep_as_the_limit(int depth, bool legal)
    {
        var text = new string('(', depth) + "id pr" + new string(')', depth);

        if (legal) Assert.Equal("id pr", Given.Filter(text).ToString());
        else Given.Refusal(ScimTypes.InvalidFilter, () => Given.Filter(text));
    }

    [Fact]
    public void Of_ten_thousand_brackets_does_not_overflow()
    {
        var limits = new ScimLimits { FilterLength = 1_000_000 };

        foreach (var open in new[] { "(", "not (", "emails[" })
        {
            var text = string.Concat(Enumerable.Repeat(open, 10_000));
            Given.Refusal(ScimTypes.InvalidFilter, () => FilterParser.Parse(text, BuiltIn.User, limits, new Tolerance()));
        }
    }

    [Fact]
    public void Of_twenty_thousand_ors_neither_overflows_nor_misses_the_last()
    {
        var limits = new ScimLimits { FilterLength = 1_000_000 };
        var text = string.Join(" or ", Enumerable.Range(0, 20_000).Select(i => $"userName eq \"{i}\"")) + " or userName eq \"peter@example.com\"";

        var filter = FilterParser.Parse(text, BuiltIn.User, limits, new Tolerance());

        Assert.True(FilterMatch.Matches(filter, BuiltIn.User, Peter));
        Assert.Equal(text, filter.ToString());
    }

    [Fact]
    public void Longer_than_the_limit_is_refused() =>
        Given.Refusal(ScimTypes.InvalidFilter, () => Given.Filter($"userName eq \"{new string('x', 8192)}\""));

    [Fact]
    public void Never_echoes_more_than_a_little()
    {
        var refusal = Given.Refusal(ScimTypes.InvalidFilter, () => Given.Filter(new string('x', 5000) + "\r\n eq 1"));

        Assert.True(refusal.Message.Length < 200);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void Orders_text_by_code_point_and_not_by_utf16()
    {
        Assert.True(FilterMatch.CompareCodePoints("\uFFFD", "𝒫") < 0);
        Gen.Select(Gen.String, Gen.String).Sample((a, b) =>
        {
            if (JsonShape.HasLoneSurrogate(a) || JsonShape.HasLoneSurrogate(b)) return;
            var utf8 = System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b));
            Assert.Equal(Math.Sign(utf8), Math.Sign(FilterMatch.CompareCodePoints(a, b)));
        }, iter: 10_000);
    }

    [Fact]
    public void Of_random_text_is_read_or_refused_and_nothing_else() =>
        Gen.String.Sample(ReadOrRefused, iter: 50_000);

    [Fact]
    public void Of_random_tokens_is_read_or_refused_and_reads_back_the_same()
    {
        string[] tokens =
        [
            " ", " ", " ", "(", ")", "[", "]", ".", "\"", "\\", "\"x\"", "userName", "emails", "type", "value", "active", "meta.created", "manager",
            " eq ", " co ", " pr", " and ", " or ", "not ", "true", "null", "1", "-0.5e3", "\"2011-05-13T04:42:34Z\"", "\\u0041", Given.Enterprise, ":",
        ];
        Gen.OneOf(tokens).Array[1, 14].Select(string.Concat).Sample(ReadOrRefused, iter: 100_000);
    }

    [Fact]
    public void That_is_mutated_is_read_or_refused_and_reads_back_the_same()
    {
        var filters = Vectors.Lines("filter-vectors.jsonl").ConvertAll(v => (string)v["filter"]!).Where(f => f.Length > 0).ToArray();
        var mutant = from filter in Gen.OneOf(filters)
                     from at in Gen.Int[0, filter.Length - 1]
                     from c in Gen.OneOf('"', '\\', '(', ')', '[', ']', ' ', '.', ':', 'é', '\0', '\uD800', 'n', '1')
                     from cut in Gen.Int[0, 3]
                     select string.Concat(filter.AsSpan(0, at), [c], filter.AsSpan(Math.Min(filter.Length, at + cut)));
        mutant.Sample(ReadOrRefused, iter: 50_000);
    }

    [Fact]
    public void That_is_printed_reads_back_as_an_equal_tree()
    {
        var leaf = Gen.OneOf(
            Gen.String.Where(s => !JsonShape.HasLoneSurrogate(s) && !s.Contains('\0')).Select(s => $"title eq {new FilterValue.Text(s)}"),
            Gen.OneOf("userName pr", "active eq true", "nickName eq null", "meta.created gt \"2011-05-13T04:42:34.5+01:00\""),
            Gen.OneOf("emails[type eq \"work\" or not (value pr) and primary eq true]", "manager eq \"x\"", "emails[type eq \"a\"].value co \"b\""));
        var tree = Gen.Recursive<string>((depth, inner) => depth > 5 ? leaf : Gen.OneOf(leaf,
            Gen.Select(inner, inner, (l, r) => $"({l}) and {r}"),
            Gen.Select(inner, inner, (l, r) => $"{l} or {r}"),
            Gen.Select(inner, inner, inner, (a, b, c) => $"{a} and ({b} or {c})"),
            inner.Select(i => $"not ({i})")));

        tree.Where(t => t.Length < 8000).Sample(text =>
        {
            var filter = Given.Filter(text);
            // Printed, a bare name has its extension's URI, and the text is longer than what a request may hold.
            var printed = FilterParser.Parse(filter.ToString(), BuiltIn.User, Given.Limits with { FilterLength = int.MaxValue }, new Tolerance());
            Assert.Equal(filter, printed);
        }, iter: 5_000);
    }

    [Theory]
    [InlineData("active eq \"True\"", "StringBoolean")]
    [InlineData("emails[type eq \"work\"].value eq \"x\"", "SubAttributeAfterFilter")]
    [InlineData("department eq \"x\"", "BareExtensionName")]
    public void That_leaves_the_rfc_is_named_and_refused_in_strict_mode(string filter, string deviation)
    {
        var tolerance = new Tolerance();

        Given.Filter(filter, tolerance: tolerance);

        Assert.Equal(deviation, Assert.Single(tolerance.Met).Name);
        Assert.Throws<ScimException>(() => Given.Filter(filter, tolerance: new Tolerance(Profile.Strict)));
    }

    static void ReadOrRefused(string text)
    {
        try
        {
            var filter = Given.Filter(text);
            Assert.Equal(filter, Given.Filter(filter.ToString()));
            FilterMatch.Matches(filter, BuiltIn.User, Peter);
        }
        catch (ScimException refusal)
        {
            Assert.Equal(ScimTypes.InvalidFilter, refusal.ScimType);
            Assert.True(refusal.Message.Length < 250, refusal.Message);
        }
    }

}
