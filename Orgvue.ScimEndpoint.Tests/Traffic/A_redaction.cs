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

    [Fact]
    public void Takes_time_that_grows_no_faster_than_the_text()
    {
        var hostile = string.Concat(Enumerable.Repeat("password\\\"password=token:\"", 40_000));

        Assert.DoesNotContain(Canary, Redaction.Text(hostile + "password=" + Canary), StringComparison.Ordinal);
    }
}
