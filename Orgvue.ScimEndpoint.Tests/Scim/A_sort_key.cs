using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Scim.Sorting;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Scim;

/// <summary>RFC 7644 §3.4.2.3, by examples: what comes first, and what is compared.</summary>
public sealed class A_sort_key
{
    static readonly ResourceType User = BuiltIn.User.With(Schema.Parse(Given.Json("""
        { "id": "urn:x:Badge", "name": "Badge", "attributes": [
          { "name": "code", "type": "string", "caseExact": true }, { "name": "level", "type": "integer" }, { "name": "rate", "type": "decimal" },
          { "name": "since", "type": "dateTime" }, { "name": "tags", "type": "string", "multiValued": true },
          { "name": "secret", "type": "string", "returned": "never" }, { "name": "pin", "type": "string", "mutability": "writeOnly" },
          { "name": "box", "type": "complex", "subAttributes": [{ "name": "size", "type": "integer" }, { "name": "key", "type": "string", "returned": "never" }] } ] }
        """)));

    [Theory]
    [InlineData("title", """{ "title": "a" }""", """{ "title": "B" }""")]
    [InlineData("TITLE", """{ "title": "B" }""", """{ "title": "c" }""")]
    [InlineData("title", """{ "title": "Z" }""", """{ "title": "ä" }""")]
    [InlineData("title", """{ "title": "" }""", """{ "title": "a" }""")]
    [InlineData("title", """{ "title": "z" }""", """{ }""")]
    [InlineData("title", """{ "title": "\uFFFD" }""", """{ "title": "\uD83D\uDE00" }""")]
    [InlineData("title", """{ "title": "10" }""", """{ "title": "9" }""")]
    [InlineData("urn:x:Badge:code", """{ "urn:x:Badge": { "code": "B" } }""", """{ "urn:x:Badge": { "code": "a" } }""")]
    [InlineData("urn:x:Badge:level", """{ "urn:x:Badge": { "level": 9 } }""", """{ "urn:x:Badge": { "level": 10 } }""")]
    [InlineData("urn:x:Badge:level", """{ "urn:x:Badge": { "level": -1 } }""", """{ "urn:x:Badge": { "level": 0 } }""")]
    [InlineData("level", """{ "urn:x:Badge": { "level": 7 } }""", """{ "urn:x:Badge": { "code": "x" } }""")]
    [InlineData("urn:x:Badge:rate", """{ "urn:x:Badge": { "rate": 1.25 } }""", """{ "urn:x:Badge": { "rate": 1.3e0 } }""")]
    [InlineData("urn:x:Badge:since", """{ "urn:x:Badge": { "since": "2020-01-01T03:00:00+03:00" } }""", """{ "urn:x:Badge": { "since": "2020-01-01T00:00:01Z" } }""")]
    [InlineData("active", """{ "active": false }""", """{ "active": true }""")]
    [InlineData("active", """{ "active": true }""", """{ }""")]
    [InlineData("name.familyName", """{ "name": { "familyName": "a", "givenName": "z" } }""", """{ "name": { "familyName": "b", "givenName": "a" } }""")]
    [InlineData("emails", """{ "emails": [{ "value": "a@x" }, { "value": "z@x" }] }""", """{ "emails": [{ "value": "b@x" }] }""")]
    [InlineData("emails.value", """{ "emails": [{ "value": "z@x" }, { "value": "a@x", "primary": true }] }""", """{ "emails": [{ "value": "b@x" }] }""")]
    [InlineData("emails.value", """{ "emails": [{ "value": "a@x" }, { "value": "z@x", "primary": false }] }""", """{ "emails": [{ "value": "b@x" }] }""")]
    [InlineData("emails.type", """{ "emails": [{ "value": "z@x", "type": "home" }] }""", """{ "emails": [{ "value": "a@x", "type": "work" }] }""")]
    [InlineData("emails.type", """{ "emails": [{ "value": "z@x", "type": "work" }] }""", """{ "emails": [{ "value": "a@x" }, { "value": "b@x", "type": "home" }] }""")]
    [InlineData("urn:x:Badge:tags", """{ "urn:x:Badge": { "tags": ["b", "a"] } }""", """{ "urn:x:Badge": { "tags": ["c"] } }""")]
    [InlineData("urn:x:Badge:box.size", """{ "urn:x:Badge": { "box": { "size": 2 } } }""", """{ "urn:x:Badge": { "box": { "size": 11 } } }""")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", """{ "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "manager": { "value": "1" } } }""",
        """{ "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "manager": { "value": "2" } } }""")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:title", """{ "title": "a" }""", """{ "title": "b" }""")]
    [InlineData("meta.created", """{ "meta": { "created": "2020-01-01T00:00:00Z" } }""", """{ "meta": { "created": "2020-01-01T00:00:00.001Z" } }""")]
    public void Puts_the_first_before_the_second(string path, string first, string second)
    {
        var sort = Parsed(path);

        var (left, right) = (sort.KeyOf(Given.Json(first)), sort.KeyOf(Given.Json(second)));

        Assert.True(SortKey.Compare(left, right) < 0, $"{left} {right}");
        Assert.True(SortKey.Compare(right, left) > 0);
        Assert.Equal(0, SortKey.Compare(left, sort.KeyOf(Given.Json(first))));
    }

    [Theory]
    [InlineData("title", """{ "title": "straße" }""", """{ "title": "STRAßE" }""")]
    [InlineData("title", """{ }""", """{ "name": { "familyName": "x" } }""")]
    [InlineData("emails", """{ "emails": [] }""", """{ "emails": [{ "type": "work" }, { "value": "a@x" }] }""")]
    [InlineData("urn:x:Badge:rate", """{ "urn:x:Badge": { "rate": 1.50 } }""", """{ "urn:x:Badge": { "rate": 1.5 } }""")]
    [InlineData("urn:x:Badge:since", """{ "urn:x:Badge": { "since": "2020-01-01T03:00:00+03:00" } }""", """{ "urn:x:Badge": { "since": "2020-01-01T00:00:00Z" } }""")]
    public void Is_the_same(string path, string first, string second) =>
        Assert.Equal(0, SortKey.Compare(Parsed(path).KeyOf(Given.Json(first)), Parsed(path).KeyOf(Given.Json(second))));

    [Theory]
    [InlineData("name", "name is complex")]
    [InlineData("urn:x:Badge", "urn:x:Badge is complex")]
    [InlineData("urn:x:Badge:box", "is complex")]
    [InlineData("password", "never returned")]
    [InlineData("urn:x:Badge:secret", "never returned")]
    [InlineData("urn:x:Badge:pin", "never returned")]
    [InlineData("urn:x:Badge:box.key", "never returned")]
    [InlineData("nickname2", "User has no attribute \"nickname2\"")]
    [InlineData("emails.nothing", "User has no attribute")]
    [InlineData("members", "User has no attribute")]
    [InlineData("emails[type eq \"work\"]", "Expected an attribute path")]
    [InlineData("userName,title", "Expected an attribute path")]
    [InlineData("", "Expected an attribute path")]
    [InlineData("-userName", "Expected an attribute path")]
    public void Of_what_has_no_order_or_is_not_shown_is_refused(string path, string detail) =>
        Assert.Contains(detail, Given.Refusal(ScimTypes.InvalidValue, () => Parsed(path)).Message, StringComparison.Ordinal);

    /// <summary>The database sorts by stored keys, memory by this one: they are the same for every character there is.</summary>
    [Fact]
    public void Is_the_key_that_columns_hold()
    {
        var path = Parsed("userName");

        foreach (var one in Enumerable.Range(1, 0x10FFFF).Where(c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32))
            Assert.Equal(Fold.Key(one), path.KeyOf(new() { ["userName"] = one }).Text);
    }

    static SortPath Parsed(string path) => SortPath.Parse(path, [User], new Tolerance())[0]!;
}
