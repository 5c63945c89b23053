using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Orgvue.ScimEndpoint.Traffic;

namespace Orgvue.ScimEndpoint.Tests.Traffic;

public sealed class A_redaction
{
    const string Canary = "Zx7Canary9q";

    static readonly Gen<string> Word = Gen.String[Gen.Char["abc \"\\{}[]:,é🦜\n'&=%"], 0, 12];
    static readonly Gen<string> Leaf = Gen.OneOf(Word.Select(w => JsonSerializer.Serialize(w)), Gen.Int.Select(i => $"{i}"), Gen.OneOf("true", "null", "1.50", "1e3"));

    static readonly Gen<string> Json = Gen.Recursive<string>((depth, inner) => depth > 3 ? Leaf : Gen.OneOf(
        Leaf,
        inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 6], inner).Array[0, 3].Select(pairs =>
            $"{{{string.Join(',', pairs.DistinctBy(p => p.Item1).Select(p => $"\"x{p.Item1}\":{p.Item2}"))}}}")));

    /// <summary>A secret under a name in any case, within whatever, beside whatever.</summary>
    static readonly Gen<string> Secret = Gen.Select(
        Gen.OneOf("password", "PASSWORD", "Password", "client_secret", "accessToken", "urn:ietf:params:scim:schemas:core:2.0:User:password", "a.secret"),
        Word.Select(w => JsonSerializer.Serialize(Canary + w.Replace("\0", "", StringComparison.Ordinal))), Json, Gen.Int[0, 4],
        (name, value, beside, depth) =>
        {
            var text = $$"""{"x":{{beside}},"{{name}}":{{value}},"y":{{beside}} }""";
            for (var i = 0; i < depth; i++) text = i % 2 == 0 ? $"[{text}]" : $"{{\"deep\":{text}}}";
            return text;
        });

    [Fact]
    public void Leaves_json_without_secrets_as_it_was() => Json.Sample(json =>
    {
        var kept = Redaction.Body(json, cut: false, new HashSet<string>());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(kept!)), $"{json}\n{kept}");
    }, iter: 5_000);

    [Fact]
    public void Finds_a_secret_at_any_depth() => Secret.Sample(json =>
    {
        var found = new HashSet<string>();
        Assert.DoesNotContain(Canary, Redaction.Body(json, cut: false, found)!, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith(Canary, Assert.Single(found), StringComparison.Ordinal);
    }, iter: 5_000);

    [Fact]
    public void Finds_it_in_a_body_that_was_cut_or_is_broken() => Gen.Select(Secret, Gen.Int[0, 400]).Sample((json, at) =>
    {
        var part = json[..Math.Min(at, json.Length)];
        Assert.DoesNotContain(Canary, Redaction.Body(part, cut: true, new HashSet<string>())!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Canary, Redaction.Body(part + "}oops", cut: false, new HashSet<string>())!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Canary, Redaction.Text(part), StringComparison.OrdinalIgnoreCase);
    }, iter: 5_000);

    /// <summary>What an administrator looks for stays, though words in it also name secrets.</summary>
    [Theory]
    [InlineData("displayName eq \"IAMAPP_Orgvue_SCIM_Token Admin\"")]
    [InlineData("userName eq \"secret.agent@contoso.example\" and active eq true")]
    [InlineData("members[value eq \"2819c223\"]")]
    [InlineData("secretary eq \"Ada\"")]
    public void Leaves_a_filter_that_asks_for_no_secret(string filter) =>
        Assert.Equal(filter, Redaction.Expression(filter, new HashSet<string>()));

    [Theory]
    [InlineData("Operation 1: password must be a string.")]
    [InlineData("Token Admins of the secretary's office")]
    [InlineData("A User's cleartext password.  This attribute is write-only.")]
    public void Leaves_a_sentence_that_holds_no_secret(string text) => Assert.Equal(text, Redaction.Text(text));

    [Theory]
    [InlineData("userName eq \"ada@x\" and password eq \"Canary\"", "userName eq \"***\" and password ***")]
    [InlineData("password", "password")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:password", "urn:ietf:params:scim:schemas:core:2.0:User:password")]
    public void Keeps_of_a_filter_that_asks_for_one_which_it_was(string filter, string kept) =>
        Assert.Equal(kept, Redaction.Expression(filter, new HashSet<string>()));

    [Fact]
    public void Takes_time_that_grows_no_faster_than_the_text()
    {
        var hostile = string.Concat(Enumerable.Repeat("password\\\"password=token:\"", 40_000));

        Assert.DoesNotContain(Canary, Redaction.Text(hostile + "password=" + Canary), StringComparison.Ordinal);
    }
}
