using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Nodes;

/// <summary>A directory with two tenants, one of its own and one of several, reached through whichever node is asked.</summary>
sealed class Customer
{
    const string Prefix = "IMAPP_Orgvue_SCIM_", Scim = "application/scim+json";
    const string UserSchema = "urn:ietf:params:scim:schemas:core:2.0:User", GroupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";
    const string PatchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    Customer(int number, string id, string path, string token) => (Number, Id, _path, _token) = (number, id, path, token);

    readonly string _path, _token;

    public int Number { get; }
    public string Id { get; }
    public string Single => $"ONE{Number}";
    public string Multi => $"SOME{Number}";

    public static async Task<Customer> NewAsync(Node node, int number)
    {
        var asked = new
        {
            name = $"Customer {number}", environment = "staging",
            tenants = new[]
            {
                new { tenantId = $"ONE{number}", mode = "singleTenant", groupPrefix = Prefix },
                new { tenantId = $"SOME{number}", mode = "multiTenant", groupPrefix = Prefix },
            },
        };
        using var answer = await node.Client.PostAsJsonAsync("/admin/api/directories", asked);
        var made = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        return new(number, (string)made["directoryId"]!, new Uri((string)made["scimBaseUrl"]!).AbsolutePath, (string)made["token"]!);
    }

    public async Task<string> UserAsync(Node node, string name)
    {
        using var answer = await PostUserAsync(node, name);
        return await IdAsync(answer);
    }

    public Task<HttpResponseMessage> PostUserAsync(Node node, string name) =>
        SendAsync(node, HttpMethod.Post, "Users", new JsonObject { ["schemas"] = new JsonArray(UserSchema), ["userName"] = $"{name}@customer.example" });

    public async Task<string> GroupAsync(Node node, string role, params IEnumerable<string> members)
    {
        var body = new JsonObject { ["schemas"] = new JsonArray(GroupSchema), ["displayName"] = Prefix + role, ["members"] = Members(members) };
        using var answer = await SendAsync(node, HttpMethod.Post, "Groups", body);
        return await IdAsync(answer);
    }

    public Task<HttpResponseMessage> AddAsync(Node node, string group, string user) =>
        PatchAsync(node, group, new JsonObject { ["op"] = "add", ["path"] = "members", ["value"] = Members([user]) });

    public Task<HttpResponseMessage> RenameAsync(Node node, string group, string role) =>
        PatchAsync(node, group, new JsonObject { ["op"] = "replace", ["path"] = "displayName", ["value"] = Prefix + role });

    public Task<HttpResponseMessage> GetAsync(Node node, string what) => SendAsync(node, HttpMethod.Get, what, null);

    public async Task DelayAsync(Node node, string delay)
    {
        using var answer = await node.Client.PatchAsJsonAsync($"/admin/api/directories/{Id}", new { syncDelay = delay });
        answer.EnsureSuccessStatusCode();
    }

    public async Task<int> SyncAsync(Node node)
    {
        using var answer = await node.Client.PostAsync($"/admin/api/directories/{Id}/sync", null);
        if (!answer.IsSuccessStatusCode) return -(int)answer.StatusCode;
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["runs"]!.AsArray().Count;
    }

    Task<HttpResponseMessage> PatchAsync(Node node, string group, JsonObject operation) => SendAsync(
        node, HttpMethod.Patch, $"Groups/{group}", new JsonObject { ["schemas"] = new JsonArray(PatchSchema), ["Operations"] = new JsonArray(operation) });

    async Task<HttpResponseMessage> SendAsync(Node node, HttpMethod method, string what, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, $"{_path}/{what}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, Scim);
        return await node.Client.SendAsync(request);
    }

    static async Task<string> IdAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.Created
            ? (string)JsonNode.Parse(text)!["id"]! : throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
    }

    static JsonArray Members(IEnumerable<string> ids) => new([.. ids.Select(id => new JsonObject { ["value"] = id })]);
}
