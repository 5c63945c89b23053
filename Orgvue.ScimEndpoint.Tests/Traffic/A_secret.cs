using System.Text;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Traffic;

public sealed class A_secret
{
    const string Canary = "Canary-7f3a9c";
    const string User = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"ada\"";
    const string Patch = "\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":";

    /// <summary>Method, address, body, header: a secret in every place where one has been seen or could be put.</summary>
    public static readonly TheoryData<string, string, string?, string?> Places = new()
    {
        { "POST", "Users", $$"""{{{User}},"password":"{{Canary}}"}""", null },
        { "POST", "Users", $$"""{{{User}},"PassWord":"{{Canary}} with words"}""", null },
        { "POST", "Users", $$"""{{{User}},"pass\u0077ord":"{{Canary}}"}""", null },
        { "POST", "Users", $$"""{{{User}},"password":{"value":"{{Canary}}","history":["{{Canary}}"]} }""", null },
        { "POST", "Users", $$"""{{{User}},"urn:x:y":{"deep":[{"client_secret":"{{Canary}}"}]} }""", null },
        { "POST", "Users", $$"""{{{User}},"urn:ietf:params:scim:schemas:core:2.0:User:password":"{{Canary}}"}""", null },
        { "POST", "Users", $$"""{{{User}},"title":"{\"password\":\"{{Canary}} more\"}"}""", null },
        { "POST", "Users", $$"""{{{User}},"title":"ovscim_{{Canary}}"}""", null },
        { "POST", "Users", $$"""{{{User}},"title":"see sk_{{Canary}} there"}""", null },
        { "POST", "Users", $$"""{{{User}},"title":"Authorization: Bearer {{Canary}}"}""", null },
        { "POST", "Users", $$"""{"userName":"{{Canary}}","password":"{{Canary}}"}""", null },
        { "POST", "Users", $$"""{{{User}},"password":"{{Canary}}" oops""", null },
        { "POST", "Users", $$"""{{{User}},"pass\u0077ord":"{{Canary}} x" oops""", null },
        { "POST", "Users", $$"""userName=ada&password={{Canary}}&x=1""", null },
        { "POST", "Users", $$"""{{{User}},"password":"{{Canary}}","password":"{{Canary}}2"}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","path":"password","value":"{{Canary}}"}]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"Replace","value":"{{Canary}}","path":"PASSWORD"}]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:password","value":"{{Canary}}"}]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","value":{"password":"{{Canary}}","active":true} }]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"{{Canary}}","path":"password","value":"{{Canary}}"}]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","path":"password eq \"{{Canary}}\"","value":"x"}]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","value":"{{Canary}}","path":"password","pad":"{{new string('x', 2000)}}"}]}""", null },
        { "POST", "Users/.search", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"password eq \"{{Canary}} x\""}""", null },
        { "GET", $"Users?filter=password+eq+%22{Canary}%22", null, null },
        { "GET", $"Users?filter=userName%20eq%20%22ovscim_{Canary}%22", null, null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","path":"password.value","value":"{{Canary}}"}]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","path":"password[type eq \"x\"]","value":["{{Canary}}"]}]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","path":" /password[0] ","value":{"{{Canary}}":1} }]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","path":["password"],"value":"{{Canary}}"}]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","attribute":"password","value":"{{Canary}}"}]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"op":"replace","path":"emails[password not eq \"{{Canary}}\"]","value":"x"}]}""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"path":"password","value":["{{Canary}}",""", null },
        { "PATCH", "Users/1", $$"""{{{Patch}}[{"path":"password","value":{"x":"{{Canary}}",""", null },
        { "POST", "Users", $$"""{{{User}},"newPassword":"{{Canary}}","x-api-key":"{{Canary}}","userPassword[]":"{{Canary}}"}""", null },
        { "POST", "Users", $$"""{{{User}},"roles":[{"value":"{\"a\":{\"password\":[\"{{Canary}}\"]} }"}]}""", null },
        { "POST", "Users", $$"""{{{User}},"title":"%22password%22%3A%22{{Canary}}%22"}""", null },
        { "POST", "Users", $$"""{{{User}},"title":"<password>{{Canary}}</password>"}""", null },
        { "POST", "Users", $$"""{{{User}},"title":"my password is {{Canary}}"}""", null },
        { "POST", "Users", $$"""{{{User}},"title":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.{{Canary}}"}""", null },
        { "POST", "Users", $$"""<user><password>{{Canary}}</password></user>""", null },
        { "POST", "Bulk", $$"""{"Operations":[{"method":"PUT","path":"/Users/1?x=1&password={{Canary}}","data":{"password":"{{Canary}}"} }]}""", null },
        { "POST", "Bulk", $$"""{"Operations":[{"method":"DELETE","path":"/Users?filter=password eq \"{{Canary}}\""}]}""", null },
        { "POST", "Bulk", $$"""{"Operations":[{"method":"POST","path":"/Users","data":"{\"password\":\"{{Canary}}\"}"}]}""", null },
        { "GET", $"Users?filter=password+eq+{Canary}", null, null },
        { "GET", $"Users?filter=password.value+eq+%22{Canary}%22", null, null },
        { "GET", $"Users?filter=password%5Bvalue+eq+%22{Canary}%22%5D", null, null },
        { "GET", $"Users?filter=(password)+eq+%27{Canary}%27", null, null },
        { "GET", $"Users?filter=%22{Canary}%22+eq+password", null, null },
        { "GET", $"Users?filter=password%09eq%0A%22{Canary}%22", null, null },
        { "GET", $"Users?filter=pass%2577ord%2520eq%2520%2522{Canary}%2522", null, null },
        { "GET", $"Users?oldPassword={Canary}&jwt={Canary}&filter%5Bpassword%5D={Canary}", null, null },
        { "GET", $"Users?access_token={Canary}", null, null },
        { "GET", $"Users?%61pi_key={Canary}&count=1", null, null },
        { "GET", $"Users/sk_{Canary}", null, null },
        { "GET", $"Users/ovscim_{Canary}", null, null },
        { "GET", "Users", null, $"User-Agent: agent token={Canary}" },
        { "GET", "Users", null, $"Accept: application/json; password={Canary}" },
        { "GET", "Users", null, $"Cookie: session={Canary}" },
        { "GET", "Users", null, $"X-Api-Key: {Canary}" },
        { "GET", "Users", null, $"Proxy-Authorization: Basic {Canary}" },
        { "GET", "Users", null, $"If-Match: \"sk_{Canary}\"" },
    };

    [Theory, MemberData(nameof(Places))]
    public async Task Is_in_no_table_and_in_no_answer(string method, string url, string? body, string? header)
    {
        await using var host = new Host(StorageProvider.Sqlite, ("Inspector:Enabled", "true"), ("Inspector:MaxBodyBytes", "1500"));
        var directory = await host.NewDirectoryAsync();

        using (await directory.SendAsync(host, method, url, body, header is null ? [] : [(header.Split(": ")[0], header.Split(": ")[1])])) { }
        var list = await directory.AdminAsync(host, "requests");
        var whole = await directory.AdminAsync(host, $"requests/{list["items"]![0]!["requestId"]}");
        var clients = await directory.AdminAsync(host, "clients");
        var recorded = await host.Store.ReadAsync(db => Task.FromResult(db.Requests.Single()));

        foreach (var secret in new[] { Canary, directory.Token, Host.AdminKey })
        {
            Assert.DoesNotContain(secret, list.ToJsonString() + whole.ToJsonString() + clients.ToJsonString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, string.Join('\n', recorded.Path, recorded.Query, recorded.Headers, recorded.RequestBody, recorded.ResponseBody),
                StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal(method, recorded.Method);
    }

    [Fact]
    public async Task Of_a_stranger_is_not_kept_because_nothing_of_him_is()
    {
        await using var host = new Host(StorageProvider.InMemory, ("Inspector:Enabled", "true"));
        var directory = await host.NewDirectoryAsync();
        using var stranger = host.ClientWith($"ovscim_{Canary}");

        using (await stranger.PostAsync($"/scim/v2/{directory.Id}/Users", new StringContent(Canary, Encoding.UTF8, "application/scim+json"))) { }

        Assert.Empty((await directory.AdminAsync(host, "requests"))["items"]!.AsArray());
        Assert.DoesNotContain(Canary, await Sent.DumpAsync(host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taken_out_leaves_the_rest_as_it_was()
    {
        await using var host = new Host(StorageProvider.InMemory, ("Inspector:Enabled", "true"));
        var directory = await host.NewDirectoryAsync();

        using (await directory.SendAsync(host, "POST", "Users", $$"""{{{User}},"password":"{{Canary}}","title":"Ääkköset 🦜 <b>"}""")) { }
        using (await directory.SendAsync(host, "GET", "Users?filter=title+eq+%22a%26b%22&count=1")) { }
        var items = (await directory.AdminAsync(host, "requests"))["items"]!.AsArray();
        var body = (await directory.AdminAsync(host, $"requests/{items[1]!["requestId"]}"))["requestBody"]!;

        Assert.Equal(("***", "Ääkköset 🦜 <b>", "ada"), ((string)body["password"]!, (string)body["title"]!, (string)body["userName"]!));
        Assert.Equal("?filter=title+eq+%22a%26b%22&count=1", (string)items[0]!["query"]!);
    }
}
