using Orgvue.ScimEndpoint.Conformance.Format;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Tests.Conformance;

public sealed class A_dialogue_runner
{
    const string Create = """{ "method": "POST", "path": "/Users", "body": { "userName": "{{u}}" }, "capture": { "id": "$.id" }, "expect": { "status": [201] } }""";

    [Fact]
    public async Task Passes_a_case_whose_every_check_holds()
    {
        var server = ScriptedServer.Always(200, """{ "userName": "ada", "emails": [{ "type": "work", "value": "a@x" }, { "type": "home", "value": "b@x" }] }""");

        var result = await server.Hold(
            """
            { "method": "GET", "path": "/Users/1", "expect": { "status": [200, 204], "headers": [{ "name": "content-type", "contains": "scim+json" }], "json": [
              { "path": "$.USERNAME", "equals": "ada", "notEquals": "bob", "type": "string", "matches": "^a" },
              { "path": "$.emails", "contains": { "type": "home" }, "notContains": { "type": "other" }, "count": 2 },
              { "path": "$.emails[?(@.type=='home')].value", "equals": "b@x" }, { "path": "$.emails[-1].type", "equals": "home" },
              { "path": "$.emails[*].value", "equals": "a@x" }, { "path": "$.title", "exists": false } ] } }
            """);

        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
        Assert.Equal(200, Assert.Single(result.Exchanges).Status);
    }

    [Theory]
    [InlineData("0", 2, Verdict.Passed, 3)]
    [InlineData("0", 9, Verdict.Failed, 5)]
    [InlineData("3600", 2, Verdict.Failed, 1)]
    [InlineData("soon", 2, Verdict.Failed, 1)]
    public async Task Comes_again_where_it_is_told_to_come_later_and_not_for_ever(string retryAfter, int refusals, Verdict verdict, int asked)
    {
        var refused = 0;
        var server = new ScriptedServer(_ => refused++ < refusals ? (429, ScriptedServer.Error(429)) : (200, "{}")) { Headers = { ["Retry-After"] = retryAfter } };

        var result = await server.Hold("""{ "method": "GET", "path": "/Users/1", "expect": { "status": [200] } }""");

        Assert.Equal((verdict, asked), (result.Verdict, server.Asked.Count));
    }

    [Fact]
    public async Task Reports_a_failing_equals_with_its_step_and_what_came()
    {
        var server = new ScriptedServer(asked => (200, asked == "GET /Users/2" ? """{ "title": "Chief" }""" : "{}"));

        var result = await server.Hold(
            """
            { "method": "GET", "path": "/Users/1", "expect": { "status": [200] } },
            { "method": "GET", "path": "/Users/2", "expect": { "status": [200], "json": [{ "path": "$.title", "equals": "Boss" }] } }
            """);

        var problem = Assert.Single(result.Problems);
        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(("step 2", "GET /Users/2", "$.title = \"Boss\"", "\"Chief\""), (problem.Where, problem.Request, problem.Expected, problem.Got));
    }

    [Theory]
    [InlineData("""{ "path": "$.n", "equals": "1" }""")]
    [InlineData("""{ "path": "$.n", "notEquals": 1 }""")]
    [InlineData("""{ "path": "$.absent", "notEquals": 1 }""")]
    [InlineData("""{ "path": "$.n", "exists": false }""")]
    [InlineData("""{ "path": "$.nothing", "exists": true }""")]
    [InlineData("""{ "path": "$.list", "contains": "c" }""")]
    [InlineData("""{ "path": "$.list", "notContains": "a" }""")]
    [InlineData("""{ "path": "$.list", "count": 3 }""")]
    [InlineData("""{ "path": "$.absent", "count": 1 }""")]
    [InlineData("""{ "path": "$.list", "equals": ["b", "a"] }""")]
    [InlineData("""{ "path": "$.n", "atLeast": 2 }""")]
    [InlineData("""{ "path": "$.n", "atMost": 0 }""")]
    [InlineData("""{ "path": "$.n", "type": "string" }""")]
    [InlineData("""{ "path": "$.absent", "type": "string" }""")]
    [InlineData("""{ "path": "$.text", "matches": "^x" }""")]
    public async Task Fails_a_check_that_does_not_hold(string check)
    {
        var server = ScriptedServer.Always(200, """{ "n": 1, "nothing": null, "list": ["a", "b"], "text": "abc" }""");

        var result = await server.Hold($$"""{ "method": "GET", "path": "/x", "expect": { "status": [200], "json": [{{check}}] } }""");

        Assert.Equal(Verdict.Failed, result.Verdict);
    }

    [Fact]
    public async Task Carries_a_captured_value_into_later_steps_with_its_type()
    {
        var server = new ScriptedServer(_ => (201, """{ "id": "Ab 1", "total": 3 }""")) { Headers = { ["ETag"] = "W/\"5\"" } };

        var result = await server.Hold(
            """
            { "method": "POST", "path": "/Users", "body": {}, "capture": { "id": "$.id", "n": "$.total", "tag": "header:ETag" }, "expect": { "status": [201] } },
            { "method": "PUT", "path": "/Users/{{id|url}}", "headers": { "If-Match": "{{tag}}" },
              "body": { "n": "{{n}}", "a": "{{id|upper}}", "b": "{{id|lower}}-{{n}}", "keep": null },
              "expect": { "status": [201], "json": [{ "path": "$.total", "equals": "{{n}}" }] } }
            """);

        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
        Assert.Equal("PUT /Users/Ab%201", server.Asked[1]);
        Assert.Equal("""{"n":3,"a":"AB 1","b":"ab 1-3","keep":null}""", server.Bodies[1]);
    }

    [Fact]
    public async Task Fails_when_there_is_nothing_to_capture()
    {
        var result = await ScriptedServer.Always(200, "{}").Hold(
            """{ "method": "GET", "path": "/Users", "capture": { "id": "$.id" }, "expect": { "status": [200] } }""");

        Assert.Contains("{{id}}", Assert.Single(result.Problems).Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Fails_on_any_answer_from_500_even_where_it_was_expected(int status)
    {
        var result = await ScriptedServer.Always(status, ScriptedServer.Error(status)).Hold(
            $$"""{ "method": "GET", "path": "/Users", "expect": { "status": [200, {{status}}] } }""");

        Assert.Equal(Verdict.Failed, result.Verdict);
    }

    [Theory]
    [InlineData("[501]", Verdict.Passed)]
    [InlineData("[404, 501]", Verdict.Passed)]
    [InlineData("[404]", Verdict.Failed)]
    public async Task Takes_a_501_only_where_the_step_lists_it(string statuses, Verdict verdict)
    {
        var result = await ScriptedServer.Always(501, ScriptedServer.Error(501)).Hold(
            $$"""{ "method": "GET", "path": "/Me", "expect": { "status": {{statuses}} } }""");

        Assert.Equal(verdict, result.Verdict);
    }

    [Theory]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": 404 }""", "application/scim+json")]
    [InlineData("""{ "schemas": [], "status": "404" }""", "application/scim+json")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "404" }""", "application/json")]
    [InlineData("<h1>Not found</h1>", "application/scim+json")]
    [InlineData("", "application/scim+json")]
    public async Task Fails_an_expected_error_that_is_no_scim_error(string body, string mediaType)
    {
        var server = new ScriptedServer(_ => (404, body)) { MediaType = mediaType };

        var result = await server.Hold("""{ "method": "GET", "path": "/Users/1", "expect": { "status": [404] } }""");

        Assert.Equal(Verdict.Failed, result.Verdict);
    }

    [Theory]
    [InlineData("noTarget", Verdict.Failed)]
    [InlineData("noTarget|invalidPath", Verdict.Passed)]
    public async Task Accepts_any_of_the_scim_types_named(string wanted, Verdict verdict)
    {
        var result = await ScriptedServer.Always(400, ScriptedServer.Error(400, "invalidPath")).Hold(
            $$"""{ "method": "GET", "path": "/Users/1", "expect": { "status": [400], "scimType": "{{wanted}}" } }""");

        Assert.Equal(verdict, result.Verdict);
    }

    [Fact]
    public async Task Skips_a_case_on_the_admin_api_when_there_is_none()
    {
        var server = ScriptedServer.Always(200, "{}");

        var result = await server.Hold($$"""{{Create}}, { "method": "GET", "path": "/admin/api/directories", "on": "admin", "expect": { "status": [200] } }""");

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains("--admin-url", result.SkippedBecause, StringComparison.Ordinal);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task Speaks_to_the_admin_api_with_its_own_key_and_the_directory_of_the_scim_url()
    {
        var server = ScriptedServer.Always(200, "{}");

        var result = await server.Hold(
            """{ "method": "POST", "path": "/admin/api/directories/{{directory}}/sync", "on": "admin", "expect": { "status": [200] } }""", admin: true);

        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
        Assert.Equal(["POST /admin/api/directories/directory_1/sync"], server.Asked);
        Assert.Equal($"Bearer {ScriptedServer.AdminKey}", server.Authorizations.Single());
    }

    [Theory]
    [InlineData("""{ "etag": { "supported": true } }""", Verdict.Passed)]
    [InlineData("""{ "etag": { "supported": false } }""", Verdict.Skipped)]
    [InlineData("{}", Verdict.Skipped)]
    public async Task Skips_what_the_server_does_not_advertise(string config, Verdict verdict)
    {
        var server = ScriptedServer.Always(200, config);
        var file = ScriptedServer.File("""{ "method": "GET", "path": "/Users", "expect": { "status": [200] } }""", """, "needs": ["etag"]""");

        var result = await new DialogueRunner(server.Scim()).RunAsync(Dialogues.Load("x/y.json", file).Single());

        Assert.Equal(verdict, result.Verdict);
    }

    [Theory]
    [InlineData(404, "{}", "unknown (404)")]
    [InlineData(501, "", "unknown (501)")]
    [InlineData(200, "<html>", "no JSON object")]
    public async Task Skips_what_nobody_knows_of_where_there_is_no_config(int status, string config, string why)
    {
        var file = ScriptedServer.File("""{ "method": "GET", "path": "/Users", "expect": { "status": [200] } }""", """, "needs": ["etag", "roles"]""");

        var result = await new DialogueRunner(ScriptedServer.Always(status, config).Scim()).RunAsync(Dialogues.Load("x/y.json", file).Single());

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Contains(why, result.SkippedBecause, StringComparison.Ordinal);
        Assert.Contains("etag, roles", result.SkippedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_a_list_of_the_admin_api_to_its_end()
    {
        var server = new ScriptedServer(asked => asked switch
        {
            "GET /api/accounts?x=1" => (200, """{ "items": [{ "email": "a" }], "nextCursor": "p 2" }"""),
            "GET /api/accounts?x=1&cursor=p%202" => (200, """{ "items": [{ "email": "b" }], "nextCursor": null }"""),
            _ => (200, """{ "items": [{ "email": "a" }], "nextCursor": "p 2" }"""),
        });

        var result = await server.Hold(
            """
            { "method": "GET", "path": "/api/accounts?x=1", "on": "admin", "expect": { "status": [200], "json": [
              { "path": "$.items", "count": 2 }, { "path": "$.items[?(@.email=='b')]", "count": 1 } ] } },
            { "method": "GET", "path": "/api/accounts?limit=1", "on": "admin", "expect": { "status": [200], "json": [{ "path": "$.items", "count": 1 }] } }
            """, admin: true);

        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
        Assert.Equal(3, server.Asked.Count);
    }

    [Fact]
    public async Task Sends_no_authorization_where_the_step_takes_it_away()
    {
        var server = ScriptedServer.Always(200, "{}");

        var result = await server.Hold(
            """
            { "method": "GET", "path": "/a", "headers": { "authorization": null }, "expect": { "status": [200] } },
            { "method": "GET", "path": "/b", "headers": { "Authorization": "Basic x" }, "expect": { "status": [200] } }
            """, anonymous: true);

        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
        Assert.Equal([null, "Basic x"], server.Authorizations);
        Assert.Equal("GET /a", server.Asked[0]);
    }

    [Fact]
    public async Task Escapes_what_a_url_cannot_hold_and_leaves_what_is_escaped()
    {
        var server = ScriptedServer.Always(200, "{}");

        await server.Hold("""{ "method": "GET", "path": "/Users?filter=emails[type eq \"w\"] and x eq %22é+%22", "expect": { "status": [200] } }""");

        Assert.Equal("GET /Users?filter=emails%5Btype%20eq%20%22w%22%5D%20and%20x%20eq%20%22%C3%A9+%22", server.Asked.Single());
    }

    [Fact]
    public async Task Never_follows_a_location_to_another_host()
    {
        var server = new ScriptedServer(_ => (200, """{ "where": "http://elsewhere.example/scim/v2/Users/1" }"""));

        var result = await server.Hold(
            """
            { "method": "GET", "path": "/Users/1", "capture": { "where": "$.where" }, "expect": { "status": [200] } },
            { "method": "GET", "path": "{{where}}", "expect": { "status": [200] } }
            """);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task Sends_the_files_headers_with_every_scim_step()
    {
        var server = ScriptedServer.Always(200, "{}");
        var file = ScriptedServer.File(
            """{ "method": "GET", "path": "/a", "expect": { "status": [200] } }, { "method": "POST", "path": "/b", "body": {}, "expect": { "status": [200] } }""",
            """, "headers": { "Content-Type": "application/json; charset=utf-8" }""");

        await new DialogueRunner(server.Scim()).RunAsync(Dialogues.Load("x/y.json", file).Single());

        Assert.Equal([null, "application/json; charset=utf-8"], server.MediaTypes);
    }

    [Fact]
    public async Task Says_the_same_words_again_from_the_same_seed()
    {
        var (first, second) = (ScriptedServer.Always(201, "{}"), ScriptedServer.Always(201, "{}"));

        await first.Hold(Create);
        await second.Hold(Create);

        Assert.Equal(first.Bodies, second.Bodies);
    }
}
