using System.Diagnostics;
using System.Globalization;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Unicode;

/// <summary>RFC 7644 §5 and §7.8: what two people would call the same name is the same name.</summary>
public sealed class A_fold
{
    [Theory]
    [InlineData("café", "cafe\u0301")]
    [InlineData("CAFÉ", "cafe\u0301")]
    [InlineData("ada@contoso.example", "ADA@Contoso.Example")]
    [InlineData("ａｄａ", "Ada")]
    [InlineData("ﾊﾟ", "パ")]
    [InlineData("ǰ", "J\u030C")]
    [InlineData("Å", "\u212B")]
    [InlineData("각", "\u1100\u1161\u11A8")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    public void Is_one_for_texts_that_are_the_same_to_a_reader(string left, string right) => Assert.Equal(Fold.Key(left), Fold.Key(right));

    [Theory]
    [InlineData("cafe", "café")]
    [InlineData("a\u0301\u0301", "á")]
    [InlineData("o", "ø")]
    public void Keeps_other_texts_apart(string left, string right) => Assert.NotEqual(Fold.Key(left), Fold.Key(right));

    [Fact]
    public void Composes_as_unicode_says()
    {
        var lines = System.IO.File.ReadLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Vectors", "unicode-nfc.txt")).Skip(1)
            .Select(l => l.Split(';')).Select(l => (Given: OfPoints(l[0]), Nfc: OfPoints(l[1]))).ToList();

        Assert.True(lines.Count > 3000);
        Assert.All(lines, l => Assert.Equal(l.Nfc, NormalForm.Compose(NormalForm.Decompose(l.Given))));
        // Folded once is folded for good, and no normal form makes a difference.
        Assert.All(lines, l => Assert.Equal(Fold.Key(l.Given), Fold.Key(Fold.Key(l.Given))));
        Assert.All(lines, l => Assert.Equal(Fold.Key(l.Given), Fold.Key(l.Nfc)));
        Assert.All(lines, l => Assert.Equal(Fold.Key(l.Given), Fold.Key(NormalForm.Decompose(l.Given))));
    }

    [Fact]
    public void Takes_half_a_surrogate_pair_as_it_is()
    {
        Assert.Equal("É\uD800", Fold.Key("e\u0301\uD800"));
        Assert.NotEqual(Fold.Key("\uD800"), Fold.Key("\uD801"));
    }

    /// <summary>Ten times as long as a string of a request may be, which took eight seconds; it would be a quarter of an hour. Found for the fuzzing, which repeats what it has.</summary>
    [Fact]
    public void Of_many_accents_takes_no_longer_than_they_are_many()
    {
        const int many = 320_000;
        var (above, below) = (new string('\u0301', many), new string('\u0323', many));
        var began = Stopwatch.GetTimestamp();

        var key = Fold.Key("q" + string.Concat(Enumerable.Repeat("\u0301\u0323", many)));

        Assert.Equal("Q" + below + above, key);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    static string OfPoints(string hex) =>
        string.Concat(hex.Split(' ').Select(h => char.ConvertFromUtf32(int.Parse(h, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
}
