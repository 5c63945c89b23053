using System.Net;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Feeds;

public sealed class Feeds_of_accounts_and_failures
{
    static async Task<Host> FilledAsync(StorageProvider provider)
    {
        var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await Seed.UserAsync(host, directory, "ada@contoso.example", "admin");
        await Seed.UserAsync(host, directory, "bob@contoso.example");
        await Seed.UserAsync(host, directory, "tech@contoso.example", "Tech");
        await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Admin.PostAsync("/api/v1/ACME/accounts",
            new { email = "Hand@Made.example", roles = new[] { "hr" }, enabled = false, expiryDate = "2027-01-01T00:00:00Z" }, HttpStatusCode.Created);
        return host;
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Are_flat_rows(StorageProvider provider)
    {
        await using var host = await FilledAsync(provider);

        var accounts = await host.Admin.GetAsync("/odata/Accounts?$orderby=Email&$count=true", HttpStatusCode.OK);
        var failure = Assert.Single((await host.Admin.GetAsync("/odata/SyncFailures", HttpStatusCode.OK))["value"]!.AsArray())!;

        Assert.Equal(3, (int)accounts["@odata.count"]!);
        var (hand, ada) = (accounts["value"]![0]!, accounts["value"]![1]!);
        Assert.Equal(("ACME", "Staging", "ada@contoso.example", "Active", "admin", "Scim"), ((string)ada["TenantId"]!, (string)ada["Environment"]!,
            (string)ada["Email"]!, (string)ada["Status"]!, (string)ada["PlatformRole"]!, (string)ada["Source"]!));
        Assert.Equal(("2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z"), ((string)ada["CreatedAt"]!, (string)hand["CreatedAt"]!));
        Assert.Equal(("Inactive", "Manual", "2027-01-01T00:00:00Z"), ((string)hand["Status"]!, (string)hand["Source"]!, (string)hand["ExpiryDate"]!));
        Assert.Null(hand["PlatformRole"]);
        Assert.Null(hand["DirectoryUserId"]);
        Assert.Equal(("ACME", "tech@contoso.example", "MissingPlatformRole", 1),
            ((string)failure["TenantId"]!, (string)failure["Email"]!, (string)failure["Code"]!, (int)failure["Count"]!));
        Assert.StartsWith("directory_", (string)failure["DirectoryId"]!, StringComparison.Ordinal);
        Assert.All(ada.AsObject().Concat(failure.AsObject()), p => Assert.False(p.Value is JsonArray or JsonObject));
    }

    [Theory]
    [InlineData("$filter=Email eq 'bob@contoso.example'", "bob")]
    [InlineData("$filter=EmailKey eq 'HAND@MADE.EXAMPLE'", "Hand")]
    [InlineData("$filter=tolower(Email) eq 'hand@made.example'", "Hand")]
    [InlineData("$filter=contains(Email,'contoso')&$orderby=Email desc", "bob ada")]
    [InlineData("$filter=startswith(Email,'a') or endswith(Email,'Made.example')&$orderby=Email", "Hand ada")]
    [InlineData("$filter=PlatformRole eq 'admin'", "ada")]
    [InlineData("$filter=PlatformRole eq null", "Hand")]
    [InlineData("$filter=Status eq 'Active' and Source eq 'Scim'&$orderby=Email", "ada bob")]
    [InlineData("$filter=not Enabled", "Hand")]
    [InlineData("$filter=CreatedAt gt 2026-11-24T00:00:00Z", "Hand")]
    [InlineData("$filter=CreatedAt le 2026-11-23T10:00:00%2B01:00&$orderby=Email", "ada bob")]
    [InlineData("$filter=ExpiryDate ne null", "Hand")]
    [InlineData("$filter=Email in ('ada@contoso.example','bob@contoso.example')&$orderby=Email", "ada bob")]
    [InlineData("$filter=Environment eq 'Production'", "")]
    [InlineData("$orderby=LastSyncedAt,Email", "Hand ada bob")]
    [InlineData("$orderby=PlatformRole desc,Email&$top=2", "bob ada")]
    [InlineData("$orderby=Email&$skip=1&$top=1", "ada")]
    [InlineData("$orderby=Email&$select=Email", "Hand ada bob")]
    public async Task Answer_the_query_on_every_storage(string query, string expected)
    {
        foreach (var provider in new[] { StorageProvider.Sqlite, StorageProvider.InMemory })
        {
            await using var host = await FilledAsync(provider);

            var rows = (await host.Admin.GetAsync($"/odata/Accounts?{query}", HttpStatusCode.OK))["value"]!.AsArray();

            Assert.Equal(expected, string.Join(' ', rows.Select(r => ((string)r!["Email"]!).Split('@')[0])));
        }
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Show_only_what_is_selected_and_count(StorageProvider provider)
    {
        await using var host = await FilledAsync(provider);
        var ada = (await host.Admin.GetAsync("/odata/Accounts?$filter=PlatformRole eq 'admin'", HttpStatusCode.OK))["value"]![0]!;

        var selected = (await host.Admin.GetAsync($"/odata/Accounts?$filter=AccountId eq {ada["AccountId"]}&$select=Email,PlatformRole", HttpStatusCode.OK))["value"]![0]!;
        var count = await (await host.Admin.GetAsync("/odata/Accounts/$count?$filter=Source eq 'Scim'")).Content.ReadAsStringAsync();
        var failures = await host.Admin.GetAsync("/odata/SyncFailures?$filter=ResolvedAt eq null and contains(Email,'tech') and Count ge 1&$orderby=LastSeenAt desc", HttpStatusCode.OK);

        Assert.Equal("""{"Email":"ada@contoso.example","PlatformRole":"admin"}""", selected.ToJsonString());
        Assert.Equal("2", count);
        Assert.Single(failures["value"]!.AsArray());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Come_a_thousand_at_a_time_with_a_link_to_the_rest(StorageProvider provider)
    {
        await using var host = new Host(provider);
        await host.NewDirectoryAsync();
        await host.Store.WriteAsync(async db =>
        {
            var tenant = db.Tenants.Single();
            for (var i = 0; i < 1005; i++)
                db.Add(new Account
                {
                    TenantKey = tenant.Key, Id = NewId.At(host.Clock), Email = $"{i:0000}@b.example", EmailKey = $"{i:0000}@B.EXAMPLE",
                    CreatedAt = host.Clock.GetUtcNow(), UpdatedAt = host.Clock.GetUtcNow(),
                });
            await Task.CompletedTask;
        }, default);

        foreach (var query in new[] { "", "?$top=5000", "?$orderby=Email desc", "?$select=Email&$orderby=CreatedAt" })
        {
            var first = await host.Admin.GetAsync("/odata/Accounts" + query, HttpStatusCode.OK);
            var second = await host.Admin.GetAsync((string)first["@odata.nextLink"]!, HttpStatusCode.OK);

            Assert.Equal((1000, 5), (first["value"]!.AsArray().Count, second["value"]!.AsArray().Count));
            Assert.Null(second["@odata.nextLink"]);
            Assert.Equal(1005, first["value"]!.AsArray().Concat(second["value"]!.AsArray()).Select(a => (string)a!["Email"]!).Distinct().Count());
        }
    }

    [Theory]
    [InlineData("$filter=Nothing eq 1")]
    [InlineData("$filter=Email eq")]
    [InlineData("$filter=Email eq 1")]
    [InlineData("$filter=Enabled eq 'maybe'")]
    [InlineData("$filter=CreatedAt gt 'yesterday'")]
    [InlineData("$orderby=Nothing")]
    [InlineData("$select=Nothing")]
    [InlineData("$top=many")]
    [InlineData("$top=-1")]
    [InlineData("$skip=99999999999")]
    [InlineData("$skiptoken=x")]
    [InlineData("$skiptoken=AccountId-x")]
    [InlineData("$count=maybe")]
    [InlineData("$expand=Nothing")]
    [InlineData("$expand=*")]
    [InlineData("$apply=aggregate(Email with max as m)")]
    [InlineData("$compute=1 add 1 as two")]
    [InlineData("$search=x")]
    [InlineData("$filter=Email/any(e: e eq 'x')")]
    public async Task Refuse_without_a_word_of_their_insides(string query)
    {
        foreach (var provider in new[] { StorageProvider.Sqlite, StorageProvider.InMemory })
        {
            await using var host = await FilledAsync(provider);

            using var answer = await host.Admin.GetAsync($"/odata/Accounts?{query}");

            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{provider}: {answer.StatusCode} {text}");
            Assert.Equal("400", (string)JsonNode.Parse(text)!["error"]!["code"]!);
            foreach (var inside in new[] { "stack", "at Microsoft", "Exception", "Orgvue.ScimEndpoint" })
                Assert.DoesNotContain(inside, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("$filter=year(CreatedAt) eq 2026")]
    [InlineData("$filter=date(CreatedAt) eq 2026-11-23")]
    [InlineData("$filter=length(PlatformRole) eq 5")]
    [InlineData("$filter=contains(PlatformRole,'adm')")]
    [InlineData("$filter=substring(Email,100) eq 'x'")]
    [InlineData("$filter=matchesPattern(Email,'(')")]
    [InlineData("$filter=now() gt CreatedAt")]
    [InlineData("$filter=concat(Email,PlatformRole) eq 'x'")]
    [InlineData("$filter=indexof(PlatformRole,'a') eq 0")]
    [InlineData("$filter=cast(Email,'Edm.Int32') eq 1")]
    [InlineData("$filter=Enabled eq null")]
    [InlineData("$filter=1 div 0 eq 1")]
    [InlineData("$filter=1 mod 0 eq 1")]
    [InlineData("$orderby=year(CreatedAt)")]
    [InlineData("$filter=cast(AccountId,Edm.String) eq 'x'")]
    public async Task Never_fail_on_a_function_that_a_storage_lacks(string query)
    {
        foreach (var provider in new[] { StorageProvider.Sqlite, StorageProvider.InMemory })
        {
            await using var host = await FilledAsync(provider);

            using var answer = await host.Admin.GetAsync($"/odata/Accounts?{query}");

            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode is 200 or 400, $"{provider}: {answer.StatusCode} {text}");
            Assert.DoesNotContain("at Microsoft", text, StringComparison.OrdinalIgnoreCase);
            JsonNode.Parse(text);
        }
    }

    [Theory]
    [InlineData("/odata")]
    [InlineData("/odata/$metadata")]
    [InlineData("/odata/Accounts")]
    [InlineData("/odata/SyncFailures")]
    public async Task Want_the_admin_key(string url)
    {
        await using var host = new Host();

        await host.ClientWith(null).GetAsync(url, HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, (await host.Admin.GetAsync(url)).StatusCode);
    }

    [Theory]
    [InlineData("POST", "/odata/Accounts", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/odata/Accounts", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/odata/Directories", HttpStatusCode.NotFound)]
    [InlineData("GET", "/odata/Accounts(019ab000-0000-7000-8000-000000000000)", HttpStatusCode.NotFound)]
    public async Task Are_only_read_and_only_whole(string method, string url, HttpStatusCode status)
    {
        await using var host = new Host();

        var refusal = await Answers.ReadAsync(host.Admin.SendAsync(new(new(method), url)), status);

        Assert.Equal(((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), (string)refusal["error"]!["code"]!);
    }

    [Fact]
    public async Task Describe_themselves_as_flat()
    {
        await using var host = new Host();

        var metadata = await (await host.Admin.GetAsync("/odata/$metadata")).Content.ReadAsStringAsync();

        Assert.Contains("""<EntitySet Name="Accounts" EntityType="Orgvue.Account" """.TrimEnd(), metadata, StringComparison.Ordinal);
        Assert.DoesNotContain("NavigationProperty", metadata, StringComparison.Ordinal);
        Assert.DoesNotContain("Collection(", metadata, StringComparison.Ordinal);
    }
}
