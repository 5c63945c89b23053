using Orgvue.ScimEndpoint.Conformance.Format;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Tests.Conformance;

public sealed class A_parallel_step
{
    const string Race =
        """
        { "method": "POST", "path": "/Users", "parallel": 4, "body": { "userName": "{{u}}", "title": "{{n}}", "nickName": "no {{n}}" },
          "capture": { "id": "$.id" }, "expect": { "statuses": { "201": 1, "409": 3 }, "scimType": "uniqueness", "json": [{ "path": "$.id", "exists": true }] } }
        """;

    static ScriptedServer FirstComes(int winners)
    {
        var come = 0;
        return new ScriptedServer(asked => asked switch
        {
            "POST /Users" when ++come <= winners => (201, $$"""{ "id": "{{come}}" }"""),
            "POST /Users" => (409, ScriptedServer.Error(409, "uniqueness")),
            _ => (204, ""),
        });
    }

    [Fact]
    public async Task Passes_when_each_status_came_as_often_as_it_must()
    {
        var server = FirstComes(1);

        var result = await server.Hold($$$"""{{{Race}}}, { "method": "DELETE", "path": "/Users/{{id}}", "expect": { "status": [204] } }""");

        Assert.True(result.Verdict == Verdict.Passed, result.ToString());
        Assert.Equal(["POST /Users", "POST /Users", "POST /Users", "POST /Users", "DELETE /Users/1"], server.Asked);
        Assert.Equal(["1,no 1", "2,no 2", "3,no 3", "4,no 4"], server.Bodies.Take(4).Select(Numbers));
    }

    [Fact]
    public async Task Fails_with_what_came_instead_and_cleans_up_all_that_was_made()
    {
        var server = FirstComes(2);

        var result = await server.Hold(Race);

        var problem = Assert.Single(result.Problems);
        Assert.Equal(("statuses 1 × 201, 3 × 409", "2 × 201, 2 × 409"), (problem.Expected, problem.Got));
        Assert.Equal(["DELETE /Users/2", "DELETE /Users/1"], server.Asked[4..]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Fails_on_an_answer_from_500_even_where_it_was_counted(int status)
    {
        var come = 0;
        var server = new ScriptedServer(_ => ++come == 1 ? (200, "{}") : (status, ScriptedServer.Error(status)));

        var result = await server.Hold(
            $$"""{ "method": "GET", "path": "/Users", "parallel": 2, "expect": { "statuses": { "200": 1, "{{status}}": 1 } } }""");

        Assert.Equal("step 1, request 2 of 2", Assert.Single(result.Problems).Where);
    }

    [Theory]
    [InlineData("""{ "path": "$.n", "equals": "{{n}}" }""", Verdict.Failed)]
    [InlineData("""{ "path": "$.n", "equals": 1 }""", Verdict.Passed)]
    public async Task Checks_every_answer_where_any_status_will_do(string check, Verdict verdict)
    {
        var result = await ScriptedServer.Always(200, """{ "n": 1 }""").Hold(
            $$"""{ "method": "GET", "path": "/Users", "parallel": 2, "expect": { "status": [200], "json": [{{check}}] } }""");

        Assert.Equal(verdict, result.Verdict);
    }

    [Theory]
    [InlineData("\"parallel\" is 1", """{ "method": "GET", "path": "/x", "parallel": 1, "expect": { "status": [200] } }""")]
    [InlineData("\"parallel\" is 101", """{ "method": "GET", "path": "/x", "parallel": 101, "expect": { "status": [200] } }""")]
    [InlineData("is of 3", """{ "method": "GET", "path": "/x", "parallel": 4, "expect": { "statuses": { "200": 3 } } }""")]
    [InlineData("both", """{ "method": "GET", "path": "/x", "parallel": 4, "expect": { "status": [200], "statuses": { "200": 4 } } }""")]
    [InlineData("only a step with", """{ "method": "GET", "path": "/x", "expect": { "statuses": { "200": 4 } } }""")]
    [InlineData("no status", """{ "method": "GET", "path": "/x", "parallel": 4, "expect": {} }""")]
    [InlineData("{{n}}", """{ "method": "GET", "path": "/x/{{n}}", "expect": { "status": [200] } }""")]
    [InlineData("paralel", """{ "method": "GET", "path": "/x", "paralel": 4, "expect": { "status": [200] } }""")]
    public void Is_read_strictly(string word, string step)
    {
        var refusal = Assert.Throws<DialogueException>(() => Dialogues.Load("x/y.json", ScriptedServer.File(step)));

        Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
    }

    static string Numbers(string body) =>
        $"{System.Text.Json.Nodes.JsonNode.Parse(body)!["title"]},{System.Text.Json.Nodes.JsonNode.Parse(body)!["nickName"]}";
}
