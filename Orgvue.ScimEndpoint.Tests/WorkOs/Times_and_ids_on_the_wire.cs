using CsCheck;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

public sealed class Times_and_ids_on_the_wire
{
    [Theory]
    [InlineData("2023-04-28 20:05:31.093", "2023-04-28T20:05:31.093Z")]
    [InlineData("2023-04-28T20:05:31.093Z", "2023-04-28T20:05:31.093Z")]
    [InlineData("2023-04-28T20:05:31Z", "2023-04-28T20:05:31.000Z")]
    [InlineData("2023-04-28T20:05:31", "2023-04-28T20:05:31.000Z")]
    [InlineData("2023-04-28T20:05Z", "2023-04-28T20:05:00.000Z")]
    [InlineData("2023-04-28", "2023-04-28T00:00:00.000Z")]
    [InlineData("2023-04-28T22:05:31.0934567+02:00", "2023-04-28T20:05:31.093Z")]
    [InlineData("2023-04-28T22:05:31.093456789+0200", "2023-04-28T20:05:31.093Z")]
    [InlineData("2023-04-28 15:05:31.1-05", "2023-04-28T20:05:31.100Z")]
    [InlineData("2023-04-28 20:05:31.093 UTC", "2023-04-28T20:05:31.093Z")]
    [InlineData("2024-02-29T23:59:59,5z", "2024-02-29T23:59:59.500Z")]
    public void An_instant_is_read_as_it_comes_and_written_strictly(string read, string written) =>
        Assert.Equal(written, WireTime.Text(WireTime.Read(read)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("1682712331093")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2023-13-01T00:00:00Z")]
    [InlineData("2023-04-28T25:00:00Z")]
    [InlineData("2023-04-28T20:05:61Z")]
    [InlineData("2023-04-28T20:05:31+25:00")]
    [InlineData("2023-04-28T20:05:31.Z")]
    [InlineData("2023-04-28T20:05:31Z\n")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("２０２３-04-28T20:05:31Z")]
    public void What_is_no_instant_is_refused(string? text)
    {
        Assert.False(WireTime.TryRead(text, out _));
        if (text is not null) Assert.Contains("2026-11-23T20:05:00.000Z", Assert.Throws<FormatException>(() => WireTime.Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_comes_back() => Gen.Guid.Sample(id =>
        Assert.True(WireId.TryParse(WireId.User, WireId.Of(WireId.User, id), out var back) && back == id), iter: 10_000);

    [Fact]
    public void The_greatest_id_comes_back() =>
        Assert.True(WireId.TryParse(WireId.Event, "event_7ZZZZZZZZZZZZZZZZZZZZZZZZZ", out var id) && id == Guid.AllBitsSet);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("directory_user_")]
    [InlineData("01KVN0RGVVE0VSER0000000001")]
    [InlineData("directory_01KVN0RGVVE0VSER0000000001")]
    [InlineData("Directory_user_01KVN0RGVVE0VSER0000000001")]
    [InlineData("directory_user_01KVN0RGVVE0VSER000000001")]
    [InlineData("directory_user_01KVN0RGVVE0VSER00000000011")]
    [InlineData("directory_user_01kvn0rgvve0vser0000000001")]
    [InlineData("directory_user_01KVN0RGVVE0USER0000000001")]
    [InlineData("directory_user_81KVN0RGVVE0VSER0000000001")]
    [InlineData("directory_user_ 1KVN0RGVVE0VSER0000000001")]
    public void What_is_no_id_is_none(string? text) => Assert.False(WireId.TryParse(WireId.User, text, out _));

    [Fact]
    public void The_organization_is_the_directory_by_another_name()
    {
        var directory = NewId.Prefixed("directory_", Guid.AllBitsSet);

        Assert.Equal("org_7ZZZZZZZZZZZZZZZZZZZZZZZZZ", WireId.OrganizationOf(directory));
        Assert.Equal(directory, WireId.DirectoryOf(WireId.OrganizationOf(directory)));
        Assert.Null(WireId.DirectoryOf(directory));
    }
}
