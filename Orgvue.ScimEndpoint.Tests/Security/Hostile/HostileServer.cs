using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.WorkOs;
using Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

namespace Orgvue.ScimEndpoint.Tests.Security.Hostile;

/// <summary>
/// A server on a port, with a directory that is attacked, another one beside it, and every kind of bearer; it can tell whether anything changed.
/// </summary>
sealed class HostileServer
{
    const string WorkOsKey = "sk_test_hostile";

    // What is seen of a client is written behind the request; who works on a directory is nothing of the directory's.
    static readonly string[] Passing = ["ClientsSeen", "DeviationsSeen", "Requests", "Leases"];

    static readonly string[] Bearers =
        ["token", "theirToken", "expiredToken", "revokedToken", "adminKey", "reader", "operator", "expiredKey", "revokedKey", "workosKey"];

    readonly Dictionary<string, string> _known = new(StringComparer.Ordinal)
    {
        ["adminKey"] = Host.AdminKey, ["workosKey"] = WorkOsKey, ["secret"] = Linked.Secret, ["unknown"] = "019ab000-0000-7000-8000-000000000000",
        ["User"] = "urn:ietf:params:scim:schemas:core:2.0:User", ["Group"] = "urn:ietf:params:scim:schemas:core:2.0:Group",
        ["Enterprise"] = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", ["PatchOp"] = "urn:ietf:params:scim:api:messages:2.0:PatchOp",
        ["Search"] = "urn:ietf:params:scim:api:messages:2.0:SearchRequest", ["Bulk"] = "urn:ietf:params:scim:api:messages:2.0:BulkRequest",
    };

    Dictionary<string, List<string>> _rows = [];

    HostileServer(StorageProvider provider) =>
        Host = new(provider, ("WorkOs:ApiKey", WorkOsKey), ("Inspector:Enabled", "true"));

    public Host Host { get; }

    /// <summary>What no answer may have in it.</summary>
    public IEnumerable<string> Secrets => Bearers.Select(b => _known[b]).Append(_known["secret"]).Append(_known["hookSecret"]);

    public static async Task<HostileServer> StartAsync(StorageProvider provider)
    {
        var server = new HostileServer(provider);
        server.Host.UseKestrel(0);
        server.Host.StartServer();
        await server.FillAsync();
        // The first use of a token is noted, and later ones within the minute are not.
        foreach (var bearer in Bearers)
            foreach (var address in new[] { "/scim/v2/<mine>/Users", "/scim/v2/<theirs>/Users", "/admin/api/directories" })
                await server.Host.ClientWith(server._known[bearer]).GetAsync(server.Filled(address));
        server._rows = await server.RowsAsync();
        return server;
    }

    public string Filled(string text) => HostileCase.Filled(text, _known);

    /// <summary>Sends a case as its bytes.</summary>
    public Task<WireAnswer> SendAsync(HostileCase hostile)
    {
        var body = hostile.Body(Filled);
        var (given, address) = (hostile.Headers.ToList(), Host.ClientOptions.BaseAddress);
        var head = new StringBuilder($"{hostile.Method} {Encoded(Filled(hostile.Target))} HTTP/1.1\r\n");
        void Add(string name, string value)
        {
            if (!given.Exists(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) head.Append($"{name}: {value}\r\n");
        }
        Add("Host", address.Authority);
        Add("Connection", "close");
        if (hostile.As != "nobody") Add("Authorization", $"Bearer {_known[hostile.As]}");
        if (body is not null)
        {
            Add("Content-Type", hostile.IsScim ? "application/scim+json" : "application/json");
            Add("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        }
        if (hostile.Signature is { } signature)
            Add("WorkOS-Signature", Linked.Header(Encoding.UTF8.GetString(body!), Host.Clock.GetUtcNow().ToUnixTimeMilliseconds() - signature.Age, Filled(signature.Secret)));
        foreach (var (name, value) in given.Where(h => h.Value is not null)) head.Append($"{name}: {Filled(value!)}\r\n");
        return Wire.SendAsync(address, [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body ?? []]);
    }

    /// <summary>The tables of which a row was added, changed or removed since this was asked last; of the other directory alone, if that is asked.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync(bool ofTheirsAlone)
    {
        var (before, after) = (_rows, _rows = await RowsAsync());
        var theirs = $"|DirectoryKey={_known["theirKey"]}|";
        IEnumerable<string> Rows(List<string> rows) => ofTheirsAlone ? rows.Where(r => r.Contains(theirs, StringComparison.Ordinal)) : rows;
        return [.. after.Where(t => !Rows(t.Value).SequenceEqual(Rows(before[t.Key]), StringComparer.Ordinal))
            .Select(t => $"{t.Key}: {string.Join("; ", Rows(t.Value).Except(Rows(before[t.Key])))}")];
    }

    async Task FillAsync()
    {
        var (mine, theirs) = (await Host.LinkedDirectoryAsync(name: "Mine"), await Host.NewDirectoryAsync("Theirs", tenants: new TestTenant("BETA", GroupPrefix: "BETA_")));
        Know(("mine", mine.Id), ("token", mine.Token), ("theirs", theirs.Id), ("theirToken", theirs.Token), ("theirKey", theirs.Key.ToString(CultureInfo.InvariantCulture)));
        var (user, bob, stranger) = (await mine.UserAsync("ada"), await mine.UserAsync("bob"), await theirs.UserAsync("stranger"));
        Know(("user", user), ("bob", bob), ("theirUser", stranger), ("group", await mine.RoleAsync("user", user)), ("theirGroup", await theirs.GroupAsync("BETA_user", stranger)));
        await Host.AfterTheDelayAsync();
        await Host.DeliverAsync(mine, Samples.Of("dsync.user.created").ToJsonString());
        Know(("delivered", Samples.Of("dsync.user.created").ToJsonString()));

        Know(("cursor", await CursorAsync(mine, "Users?cursor&count=1")), ("theirCursor", await CursorAsync(theirs, ".search")));
        foreach (var (directory, prefix) in new[] { (mine, ""), (theirs, "their") })
        {
            var configuration = (await AdminAsync($"configurations"))["items"]!.AsArray().First(c => (string?)c!["directoryId"] == directory.Id)!;
            var run = (await AdminAsync($"directories/{directory.Id}/runs"))["items"]![0]!;
            var account = (await AdminAsync(prefix.Length == 0 ? "/api/v1/ACME/accounts?environment=staging" : "/api/v1/BETA/accounts?environment=staging"))["items"]![0]!;
            Know((Named(prefix, "configuration"), (string)configuration["configurationId"]!), (Named(prefix, "run"), (string)run["runId"]!), (Named(prefix, "account"), (string)account["accountId"]!));
        }
        Know(("hookSecret", (string)(await MadeAsync("webhooks", new { url = "https://hooks.example/a" }))["secret"]!));
        Know(("expiredToken", (string)(await MadeAsync($"directories/{theirs.Id}/tokens", new { validFor = "00:30:00" }))["token"]!));
        var revoked = await MadeAsync($"directories/{mine.Id}/tokens", new { });
        Know(("revokedToken", (string)revoked["token"]!));
        await Host.Admin.DeleteAsync($"/admin/api/directories/{mine.Id}/tokens/{revoked["tokenId"]}", HttpStatusCode.NoContent);
        foreach (var role in new[] { "reader", "operator" }) Know((role, (string)(await MadeAsync("keys", new { name = role, role }))["key"]!));
        Know(("expiredKey", (string)(await MadeAsync("keys", new { name = "expired", role = "administrator", validFor = "00:30:00" }))["key"]!));
        var lost = await MadeAsync("keys", new { name = "revoked", role = "administrator" });
        Know(("revokedKey", (string)lost["key"]!));
        await Host.Admin.DeleteAsync($"/admin/api/keys/{lost["keyId"]}", HttpStatusCode.NoContent);
        Host.Clock.Advance(TimeSpan.FromHours(1));
        await Host.RunDueAsync();
    }

    // What cannot stand in a request line, so that a case can be read; percent signs are the case's own.
    static string Encoded(string target) => string.Concat(target.EnumerateRunes().Select(r =>
        r.Value is > ' ' and < 0x7f && r.Value is not ('"' or '<' or '>' or '\\') ? r.ToString() : Uri.EscapeDataString(r.ToString())));

    static string Named(string prefix, string name) => prefix.Length == 0 ? name : prefix + char.ToUpperInvariant(name[0]) + name[1..];

    void Know(params (string Name, string Value)[] facts)
    {
        foreach (var (name, value) in facts) _known[name] = value;
    }

    Task<JsonNode> AdminAsync(string path) => Host.Admin.GetAsync(path.StartsWith('/') ? path : $"/admin/api/{path}", HttpStatusCode.OK);

    Task<JsonNode> MadeAsync(string path, object wish) => Host.Admin.PostAsync($"/admin/api/{path}", wish, HttpStatusCode.Created);

    static async Task<string> CursorAsync(TestDirectory directory, string of)
    {
        using var answer = of == ".search"
            ? await directory.Scim.PostAsJsonAsync(of, new { schemas = new[] { "urn:ietf:params:scim:api:messages:2.0:SearchRequest" }, cursor = "", count = 1 })
            : await directory.Scim.GetAsync(of);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["nextCursor"]!;
    }

    /// <summary>Every row of every table, as text.</summary>
    Task<Dictionary<string, List<string>>> RowsAsync() => Host.Store.ReadAsync(async db =>
    {
        var tables = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()!).Distinct().Except(Passing))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // the names are the model's
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            var rows = tables[table] = [];
            while (await reader.ReadAsync())
                rows.Add('|' + string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetName(i)}={Shown(reader.GetValue(i))}")) + '|');
            rows.Sort(StringComparer.Ordinal);
        }
        return tables;
    });

    static string? Shown(object value) => value is byte[] bytes ? Convert.ToHexString(bytes)
        : value is Array array ? string.Join(',', array.Cast<object>()) : Convert.ToString(value, CultureInfo.InvariantCulture);
}
