using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.WorkOs.In;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>The signature vectors that WorkOS's own SDKs made: accepted as they are, refused when anything of them is otherwise.</summary>
public sealed class A_signature_of_WorkOS
{
    static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public sealed record Vector(string Name, string Secret, long Time, string Body, string Header);

    static readonly List<Vector> All =
    [
        .. JsonNode.Parse(System.IO.File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Vectors", "webhook-signature-vectors.json")))!.AsArray()
            .Select(v => new Vector(
                (string)v!["name"]!, (string)v["secret"]!, long.Parse((string)v["timestamp"]!, CultureInfo.InvariantCulture), (string)v["body"]!, (string)v["header"]!)),
    ];

    [Fact]
    public void There_are_thirty_of_them() => Assert.Equal(30, All.Count);

    [Fact]
    public void Is_right_within_five_minutes_either_way_and_with_or_without_a_blank() => Assert.All(All, v =>
    {
        Assert.Equal(SignatureCheck.Right, Check(v));
        Assert.Equal(SignatureCheck.Right, Check(v, header: v.Header.Replace(", ", ",", StringComparison.Ordinal)));
        Assert.Equal(SignatureCheck.Right, Check(v, later: 300_000));
        Assert.Equal(SignatureCheck.TooOld, Check(v, later: 300_001));
        Assert.Equal(SignatureCheck.Right, Check(v, later: -300_000));
        Assert.Equal(SignatureCheck.TooNew, Check(v, later: -300_001));
    });

    [Fact]
    public void Is_wrong_for_every_other_byte_of_the_body() => Assert.All(All, v =>
    {
        var body = Encoding.UTF8.GetBytes(v.Body);
        for (var at = 0; at < body.Length; at++)
        {
            body[at] ^= 1;
            Assert.Equal(SignatureCheck.WrongDigest, Check(v, body: body));
            body[at] ^= 1;
        }
        Assert.Equal(SignatureCheck.WrongDigest, Check(v, body: [.. body, (byte)'\n']));
        Assert.Equal(SignatureCheck.WrongDigest, Check(v, body: body[..^1]));
    });

    [Fact]
    public void Is_wrong_for_every_other_digest_time_or_secret() => Assert.All(All, v =>
    {
        var digest = v.Header[^64..];
        for (var at = 0; at < digest.Length; at++)
        {
            var other = string.Concat(digest.AsSpan(0, at), digest[at] == '0' ? "1" : "0", digest.AsSpan(at + 1));
            Assert.Equal(SignatureCheck.WrongDigest, Check(v, header: v.Header.Replace(digest, other, StringComparison.Ordinal)));
        }
        Assert.Equal(SignatureCheck.WrongDigest, Check(v, header: v.Header.Replace($"t={v.Time}", $"t={v.Time + 1}", StringComparison.Ordinal)));
        Assert.Equal(SignatureCheck.WrongDigest, Check(v, secrets: [v.Secret + "x", v.Secret[..^1], ""]));
        Assert.Equal(SignatureCheck.Right, Check(v, secrets: ["another", v.Secret]));
    });

    [Theory]
    [InlineData("t=@t")]
    [InlineData("v1=@v")]
    [InlineData("t=@t v1=@v")]
    [InlineData("t=@t, v1=@v, v1=@v")]
    [InlineData("t=@t, t=@t, v1=@v")]
    [InlineData("t=@t, v0=@v")]
    [InlineData("t=, v1=@v")]
    [InlineData("t=-1, v1=@v")]
    [InlineData("t=1e3, v1=@v")]
    [InlineData("t=99999999999999999999999, v1=@v")]
    [InlineData("t=@t, v1=@v00")]
    [InlineData("t=@t, v1=")]
    [InlineData("t=@t, v1=zz")]
    [InlineData(",")]
    [InlineData("x")]
    public void Is_malformed_when_it_is_not_one_time_and_one_digest(string header) => Assert.All(All, v => Assert.Equal(
        SignatureCheck.Malformed,
        Check(v, header: header.Replace("@t", v.Time.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("@v", v.Header[^64..], StringComparison.Ordinal))));

    [Fact]
    public void Is_missing_when_there_is_none() => Assert.All(All, v => Assert.Equal(SignatureCheck.Missing, Check(v, header: "")));

    /// <summary>Over HTTP: what is signed right is read, and only then is it found that some of these bodies are no events.</summary>
    [Fact]
    public async Task Opens_the_door_to_each_of_the_vectors()
    {
        await using var host = new Host();
        var directories = new Dictionary<string, TestDirectory>();
        foreach (var secret in All.Select(v => v.Secret).Distinct()) directories[secret] = await host.LinkedDirectoryAsync(secret, name: secret, tenants: new TestTenant($"T{directories.Count}"));

        foreach (var vector in All)
        {
            host.Clock.AdjustTime(DateTimeOffset.FromUnixTimeMilliseconds(vector.Time));
            using var answer = await host.SendAsync(directories[vector.Secret], Encoding.UTF8.GetBytes(vector.Body), vector.Header);
            var error = (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]?[0]?["field"];
            Assert.Equal(
                vector.Name switch
                {
                    "empty" => (HttpStatusCode.BadRequest, "id"),
                    "whitespace" => (HttpStatusCode.BadRequest, "data"),
                    "escaped" => (HttpStatusCode.BadRequest, "data.id"),
                    _ => (HttpStatusCode.OK, null),
                },
                (answer.StatusCode, error));
        }
    }

    static SignatureCheck Check(Vector v, string? header = null, byte[]? body = null, string[]? secrets = null, long later = 0) => WebhookSignature.Check(
        header ?? v.Header, body ?? Encoding.UTF8.GetBytes(v.Body), secrets ?? [v.Secret], DateTimeOffset.FromUnixTimeMilliseconds(v.Time + later), Tolerance);
}
