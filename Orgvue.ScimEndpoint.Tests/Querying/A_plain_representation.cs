using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>An answer made of the stored bytes says what one made of the parsed document says, in the same order.</summary>
public sealed class A_plain_representation(ITestOutputHelper output)
{
    const string Root = "https://scim.example/a\"b\\c/scim/v2/directory";

    [Fact]
    public void Is_the_representation_of_any_resource()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var n = 0; n < 2000; n++)
        {
            var resource = Any(random);
            var bytes = new ArrayBufferWriter<byte>();

            Assert.True(new PlainRepresentation(Root).TryWrite(bytes, resource));

            var (written, expected) = (JsonNode.Parse(bytes.WrittenSpan)!.AsObject(), Representation.Of(resource, Root));
            Assert.True(JsonNode.DeepEquals(expected, written), $"{expected.ToJsonString()}\n{written.ToJsonString()}");
            Assert.Equal(expected.Select(p => p.Key), written.Select(p => p.Key));
        }
    }

    [Theory]
    [InlineData("""{"userName":"a"}""")]
    [InlineData("""{"userName":"a","schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}""")]
    [InlineData("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User""")]
    public void Is_not_made_of_a_document_that_was_not_written_by_us(string document)
    {
        var resource = new Resource(BuiltIn.User, Guid.Empty, new DocumentText(document), 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null);

        Assert.False(new PlainRepresentation(Root).TryWrite(new ArrayBufferWriter<byte>(), resource));
    }

    static Resource Any(Random random)
    {
        var isUser = random.Next(2) == 0;
        var document = new JsonObject { ["schemas"] = new JsonArray(isUser ? BuiltIn.UserSchema.Id : BuiltIn.GroupSchema.Id) };
        if (random.Next(20) > 0) document[isUser ? "userName" : "displayName"] = AnyText.Of(random, 8) + "\u0001\n";
        if (isUser && random.Next(3) == 0)
        {
            document["schemas"]!.AsArray().Add(BuiltIn.EnterpriseUserSchema.Id);
            document[BuiltIn.EnterpriseUserSchema.Id] = new JsonObject { ["department"] = AnyText.Of(random, 5) };
        }
        List<Reference>? references = random.Next(4) == 0 ? null : [.. Enumerable.Range(0, random.Next(4)).Select(_ => new Reference(
            AnyId(random), isUser || random.Next(2) == 0 ? MemberKind.Group : MemberKind.User, random.Next(5) == 0 ? null : AnyText.Of(random, 6)))];
        // Documents of earlier versions have more escapes.
        var text = random.Next(4) == 0 ? document.ToJsonString() : DocumentText.Of(document);
        return new(
            isUser ? BuiltIn.User : BuiltIn.Group, AnyId(random), random.Next(2) == 0 ? new(text) : new(Encoding.UTF8.GetBytes(text)),
            random.Next(1, 100_000), Instant(random), Instant(random), references);
    }

    static Guid AnyId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }

    static DateTimeOffset Instant(Random random) => new(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero);
}
