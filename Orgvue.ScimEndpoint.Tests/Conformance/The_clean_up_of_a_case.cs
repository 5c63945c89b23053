using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Tests.Conformance;

public sealed class The_clean_up_of_a_case
{
    const string Create = """{ "method": "POST", "path": "/Users", "body": { "userName": "{{u}}" }, "capture": { "id": "$.id" }, "expect": { "status": [201] } }""";

    [Fact]
    public async Task Deletes_what_a_case_created_last_first_also_after_a_failure()
    {
        var made = 0;
        var server = new ScriptedServer(asked => asked switch
        {
            "POST /Users" => (201, $$"""{ "id": "{{++made}}" }"""),
            ['D', ..] => (204, ""),
            _ => (404, ScriptedServer.Error(404)),
        });

        var result = await server.Hold($$"""{{Create}}, {{Create}}, { "method": "GET", "path": "/Users/9", "expect": { "status": [200] } }""");

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(["POST /Users", "POST /Users", "GET /Users/9", "DELETE /Users/2", "DELETE /Users/1"], server.Asked);
    }

    [Fact]
    public async Task Does_not_delete_again_what_the_case_deleted()
    {
        var server = new ScriptedServer(asked => asked == "POST /Users" ? (201, """{ "id": "1" }""") : (204, ""));

        await server.Hold($$$"""{{{Create}}}, { "method": "DELETE", "path": "/Users/{{id}}", "expect": { "status": [204] } }""");

        Assert.Equal(["POST /Users", "DELETE /Users/1"], server.Asked);
    }

    [Fact]
    public async Task Fails_when_the_clean_up_makes_the_server_fail()
    {
        var server = new ScriptedServer(asked => asked == "POST /Users" ? (201, """{ "id": "1" }""") : (500, ""));

        var result = await server.Hold(Create);

        Assert.Equal("clean-up", Assert.Single(result.Problems).Where);
    }

    [Fact]
    public async Task Deletes_what_came_through_bulk_unless_that_deleted_it()
    {
        var server = new ScriptedServer(asked => asked == "POST /Bulk"
            ? (200, """
                { "Operations": [
                  { "method": "POST", "bulkId": "a", "location": "http://scim.example/scim/v2/directory_1/Users/1", "status": "201" },
                  { "method": "POST", "bulkId": "b", "location": "/Groups/2", "status": 201 },
                  { "method": "POST", "bulkId": "c", "location": "http://behind.proxy/Users/3", "status": "201" },
                  { "method": "DELETE", "location": "http://scim.example/scim/v2/directory_1/Users/3", "status": "204" },
                  { "method": "PUT", "location": "http://scim.example/scim/v2/directory_1/Users/4", "status": "200" },
                  { "method": "POST", "bulkId": "d", "status": "409" } ] }
                """)
            : (204, ""));

        var result = await server.Hold("""{ "method": "POST", "path": "/Bulk", "body": { "Operations": [] }, "expect": { "status": [200] } }""");

        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
        Assert.Equal(["POST /Bulk", "DELETE /Groups/2", "DELETE /Users/1"], server.Asked);
    }
}
