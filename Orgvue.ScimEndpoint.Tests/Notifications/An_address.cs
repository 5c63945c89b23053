using System.Net;
using Orgvue.ScimEndpoint.Notifications;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

/// <summary>Who may be told must not be a way to reach what is inside.</summary>
public sealed class An_address
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    public void That_is_public_is_always_allowed(string address)
    {
        Assert.True(Addresses.IsAllowed(IPAddress.Parse(address), privateToo: false));
        Assert.True(Addresses.IsAllowed(IPAddress.Parse(address), privateToo: true));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("2002:7f00:1::1")]
    public void That_is_of_this_machine_or_private_is_allowed_where_the_setting_says_so(string address)
    {
        Assert.False(Addresses.IsAllowed(IPAddress.Parse(address), privateToo: false));
        Assert.True(Addresses.IsAllowed(IPAddress.Parse(address), privateToo: true));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("::7f00:1")]
    public void Where_no_receiver_can_be_is_never_allowed(string address)
    {
        Assert.False(Addresses.IsAllowed(IPAddress.Parse(address), privateToo: false));
        Assert.False(Addresses.IsAllowed(IPAddress.Parse(address), privateToo: true));
    }
}
