using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

public sealed class Exact_json
{
    // Whatever has a rule of its own, over and over.
    static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Const("\""), Gen.Const("\\"), Gen.Const("/"), Gen.Const("\b\t\n\f\r"), Gen.Const("\0\u001f\u007f\u0080"), Gen.Const("<&>'+`"),
        Gen.Const("\u2028\u2029\ufeff\uffff"), Gen.Const("Zoë Łukasik"), Gen.Const("👩‍💻😀"), Gen.Const("\ud83d"), Gen.Const("\ude00"), Gen.Const("\ude00\ud83d"),
        Gen.Char['\0', '\uffff'].Select(c => c.ToString()), Gen.String).Array[0, 4].Select(string.Concat);

    static readonly Gen<string> Numbers = Gen.OneOf(
        Gen.Int.Select(i => i.ToString(CultureInfo.InvariantCulture)),
        Gen.Long.Select(i => i.ToString(CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(d => d.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Select(Gen.Int[-99999, 99999], Gen.Int[-30, 30]).Select((m, e) => $"{m}e{e}"),
        OneOf("0", "-0", "1.0", "1E2", "1e21", "999999999999999999999", "123456789012345678901234567890", "0.000001", "0.0000001", "5e-324",
            "1.7976931348623157e308", "1e400", "-1e400", "0.1", "100", "1.5e300", "4.35", "9007199254740993"));

    static readonly Gen<string> Names = Gen.OneOf(
        Texts, OneOf("0", "1", "10", "9", "01", "-1", "1.0", "4294967294", "4294967295", "4294967296", "__proto__", "constructor", "", "a", "id"));

    // The text that is read: every character escaped, so that nothing is left to a writer that is not under test.
    static readonly Gen<(JsonNode? Node, string Source)> Any = Gen.Recursive<(JsonNode? Node, string Source)>((depth, next) =>
    {
        var leaves = Gen.OneOf<(JsonNode? Node, string Source)>(
            Texts.Select(t => ((JsonNode?)JsonValue.Create(t), Escaped(t))), Numbers.Select(n => (JsonNode.Parse(n), n)),
            Gen.Bool.Select(b => ((JsonNode?)JsonValue.Create(b), b ? "true" : "false")), Gen.Const(((JsonNode?)null, "null")));
        if (depth > 3) return leaves;
        return Gen.OneOf(
            leaves,
            next.Array[0, 4].Select(items => ((JsonNode?)new JsonArray([.. items.Select(i => i.Node?.DeepClone())]), $"[{string.Join(" ,", items.Select(i => i.Source))}]")),
            Gen.Select(Names, next).Array[0, 5].Select(properties =>
            {
                var once = properties.DistinctBy(p => p.Item1).ToList();
                var json = new JsonObject(once.Select(p => KeyValuePair.Create(p.Item1, p.Item2.Node?.DeepClone())));
                return ((JsonNode?)json, $"{{ {string.Join(", ", once.Select(p => $"{Escaped(p.Item1)} : {p.Item2.Source}"))} }}");
            }));
    });

    [SkippableFact]
    public async Task Is_what_node_writes()
    {
        var values = new List<(JsonNode? Node, string Source)>();
        Any.Sample(values.Add, iter: 20_000, threads: 1);

        var stringified = await JavaScript.StringifiedAsync(values.Select(v => v.Source));

        Assert.Equal(values.Count, stringified.Length);
        Assert.All(values.Zip(stringified), v => Assert.Equal(v.Second, ExactJson.Text(v.First.Node)));
    }

    [Fact]
    public void Escapes_what_must_be_escaped_and_nothing_else() => Texts.Sample(text =>
        Assert.Equal('"' + string.Concat(Pieces(text).Select(Model)) + '"', ExactJson.Text(JsonValue.Create(text))), iter: 20_000);

    [Fact]
    public void Is_the_same_read_and_written_again() => Texts.Where(t => Pieces(t).All(p => p.Length == 2 || !char.IsSurrogate(p[0]))).Sample(text =>
    {
        var once = ExactJson.Text(new JsonObject { ["name"] = text });
        Assert.Equal(once, ExactJson.Text(JsonNode.Parse(once)));
    }, iter: 5_000);

    [Fact]
    public void Is_how_the_samples_are_written() => Assert.All(Samples.Bodies, body => Assert.Equal(body, ExactJson.Text(JsonNode.Parse(body))));

    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("-0", "0")]
    [InlineData("100", "100")]
    [InlineData("1e21", "1e+21")]
    [InlineData("999999999999999868928", "999999999999999900000")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("-1.5e300", "-1.5e+300")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1e400", "null")]
    public void Writes_numbers_as_JavaScript_does(string read, string written) => Assert.Equal(written, ExactJson.Text(JsonNode.Parse(read)));

    [Fact]
    public void Puts_names_that_are_indexes_first() =>
        Assert.Equal("""{"2":1,"10":2,"b":3,"01":4,"4294967295":5}""",
            ExactJson.Text(JsonNode.Parse("""{"b":3,"10":2,"01":4,"2":1,"4294967295":5}""")));

    static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    static IEnumerable<string> Pieces(string text)
    {
        for (var i = 0; i < text.Length; i++)
            yield return i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? text.Substring(i++, 2) : text[i].ToString();
    }

    static string Model(string piece) => piece switch
    {
        "\"" => "\\\"", "\\" => "\\\\", "\b" => "\\b", "\t" => "\\t", "\n" => "\\n", "\f" => "\\f", "\r" => "\\r",
        [< ' ' or (>= '\ud800' and <= '\udfff')] => "\\u" + ((int)piece[0]).ToString("x4", CultureInfo.InvariantCulture),
        _ => piece,
    };

    static string Escaped(string text) =>
        text.Aggregate(new StringBuilder("\""), (to, c) => to.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}")).Append('"').ToString();
}
