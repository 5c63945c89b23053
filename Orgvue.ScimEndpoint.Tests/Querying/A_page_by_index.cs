using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>RFC 7644 §3.4.2.4: how startIndex and count are read, in a URL and in the body of a search.</summary>
public sealed class A_page_by_index
{
    const string Schemas = "\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:SearchRequest\"], \"sortBy\": \"userName\"";

    [Theory]
    [InlineData("", 1, "user0 user1 user2 user3")]
    [InlineData("startIndex=0", 1, "user0 user1 user2 user3")]
    [InlineData("startIndex=-5&count=2", 1, "user0 user1")]
    [InlineData("startIndex=2&count=2", 2, "user1 user2")]
    [InlineData("startIndex=4&count=2", 4, "user3")]
    [InlineData("startIndex=5", 5, "")]
    [InlineData("startIndex=99999999999999999999", int.MaxValue, "")]
    [InlineData("startIndex=-99999999999999999999&count=1", 1, "user0")]
    [InlineData("count=0", 1, "")]
    [InlineData("count=-1", 1, "")]
    [InlineData("count=-99999999999999999999", 1, "")]
    [InlineData("count=1001", 1, "user0 user1 user2 user3")]
    [InlineData("count=99999999999999999999", 1, "user0 user1 user2 user3")]
    [InlineData("startIndex=&count=&filter=userName%20pr", 1, "user0 user1 user2 user3")]
    [InlineData("count=2&count=2", 1, "user0 user1")]
    public async Task Holds_what_was_asked_for_within_the_limits(string query, int startIndex, string names)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        for (var n = 0; n < 4; n++) await directory.UserAsync($"user{n}");

        var page = await directory.Scim.GetAsync($"Users?sortBy=userName&{query}", HttpStatusCode.OK);

        Assert.Equal((4, startIndex), ((int)page["totalResults"]!, (int)page["startIndex"]!));
        Assert.Equal(names, Names(page));
        Assert.Equal(page["Resources"]!.AsArray().Count, (int)page["itemsPerPage"]!);
    }

    [Theory]
    [InlineData("startIndex=one", "startIndex")]
    [InlineData("startIndex=1.5", "startIndex")]
    [InlineData("count=1e2", "count")]
    [InlineData("count=-", "count")]
    [InlineData("count=--1", "count")]
    [InlineData("count=0x10", "count")]
    [InlineData("count=1&count=2", "count once")]
    [InlineData("filter=userName%20pr&filter=title%20pr", "filter once")]
    [InlineData("sortBy=userName&sortBy=title", "sortBy once")]
    [InlineData("sortBy=userName&sortOrder=up", "sortOrder")]
    public async Task Is_refused_with_what_was_expected(string query, string expected)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();

        var error = await directory.Scim.GetAsync($"Users?{query}", HttpStatusCode.BadRequest);

        Assert.Equal("invalidValue", (string)error["scimType"]!);
        Assert.Contains(expected, (string)error["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"startIndex\": 2, \"count\": 2", "user1 user2")]
    [InlineData("\"startIndex\": 2.0, \"count\": 2e0", "user1 user2")]
    [InlineData("\"startIndex\": -1e20, \"count\": 99999999999999999999", "user0 user1 user2 user3")]
    [InlineData("\"startIndex\": null, \"count\": null", "user0 user1 user2 user3")]
    [InlineData("\"count\": -1", "")]
    [InlineData("\"count\": \"2\"", null)]
    [InlineData("\"count\": 2.5", null)]
    [InlineData("\"count\": true", null)]
    [InlineData("\"startIndex\": [1]", null)]
    public async Task Is_asked_for_in_JSON_too(string numbers, string? names)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        for (var n = 0; n < 4; n++) await directory.UserAsync($"user{n}");

        var answer = await directory.Scim.PostAsync("Users/.search", JsonNode.Parse($"{{ {Schemas}, {numbers} }}")!,
            names is null ? HttpStatusCode.BadRequest : HttpStatusCode.OK);

        if (names is null) Assert.Equal("invalidValue", (string)answer["scimType"]!);
        else Assert.Equal(names, Names(answer));
    }

    [Fact]
    public async Task Shows_the_attributes_of_every_list_in_the_URL()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        await directory.UserAsync("ada");

        var page = await directory.Scim.GetAsync("Users?attributes=userName&attributes=active,meta.created", HttpStatusCode.OK);

        Assert.Equal(["schemas", "id", "userName", "active", "meta"], page["Resources"]![0]!.AsObject().Select(p => p.Key));
    }

    static string Names(JsonNode page) => string.Join(' ', page["Resources"]!.AsArray().Select(r => ((string)r!["userName"]!).Split('@')[0]));
}
