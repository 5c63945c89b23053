using System.Text;
using Orgvue.ScimEndpoint.Notifications;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

/// <summary>The expected values were made by @workos-inc/node 11.0.0, whose scheme this is.</summary>
public sealed class A_signature
{
    const string Body = """{"id":"event_1","event":"dsync.user.created","data":{"id":"directory_user_1"},"created_at":"2026-01-15T12:00:00.000Z"}""";

    [Theory]
    [InlineData("whsec_test_0123456789", 1767225600000, "dedc94af2b8c33a9625644a3eac48ed2885f8797f0c85b89fb3b70fdefe978e0")]
    [InlineData("whsec_test_0123456789", 1893456000000, "821482923a7d89b38cab1f8a5fe986950ec187298989ad5a160b42a5c0915f95")]
    [InlineData("nTqlYkHe6GyqYkmUQWksUWYmQ", 1767225600000, "31498bce25cf7b7efe9fa0acc1a44f7528a6049fe16bd3c20401825c6adfc91b")]
    [InlineData("sécret-ключ", 1767225600000, "83e32a89039b85e00e57f1145cd1eedd4051bb1551ff8d891b6286c60e870b4c")]
    public void Is_what_another_implementation_makes_of_it(string secret, long at, string expected) =>
        Assert.Equal($"t={at}, v1={expected}", Signature.Of(secret, DateTimeOffset.FromUnixTimeMilliseconds(at), Encoding.UTF8.GetBytes(Body)));
}
