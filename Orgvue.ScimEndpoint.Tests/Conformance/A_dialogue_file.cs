using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Tests.Conformance;

public sealed class A_dialogue_file
{
    const string Step = """{ "method": "GET", "path": "/Users", "expect": { "status": [200] } }""";

    static DialogueException Refusal(string json) => Assert.Throws<DialogueException>(() => Dialogues.Load("rfc7644/sample.json", json));

    [Theory]
    [InlineData("statsu", """{ "method": "GET", "path": "/Users", "expect": { "status": [200], "statsu": [200] } }""")]
    [InlineData("equls", """{ "method": "GET", "path": "/Users", "expect": { "status": [200], "json": [{ "path": "$.a", "equls": 1 }] } }""")]
    [InlineData("bodi", """{ "method": "GET", "path": "/Users", "bodi": {}, "expect": { "status": [200] } }""")]
    [InlineData("Method", """{ "Method": "GET", "path": "/Users", "expect": { "status": [200] } }""")]
    public void With_an_unknown_property_is_refused_by_file_and_property(string typo, string step)
    {
        var refusal = Refusal(ScriptedServer.File(step));

        Assert.StartsWith("rfc7644/sample.json: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"'{typo}'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{ "method": "GET", "path": "/Users" }""")]
    [InlineData("""{ "method": "GET", "path": "/Users", "expect": {} }""")]
    [InlineData("""{ "method": "GET", "path": "/Users", "expect": { "status": [] } }""")]
    [InlineData("""{ "method": "GET", "path": "/Users", "expect": { "status": [200], "json": [{ "path": "$.a" }] } }""")]
    [InlineData("""{ "method": "GET", "path": "/Users", "expect": { "status": [200], "json": [{ "path": "$.a", "equals": null }] } }""")]
    [InlineData("""{ "method": "GET", "path": "/Users", "expect": { "status": [200], "headers": [{ "name": "ETag" }] } }""")]
    public void That_expects_nothing_somewhere_is_refused(string steps) =>
        Assert.Contains("sample.json", Refusal(ScriptedServer.File(steps)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("GTE", """{ "method": "GTE", "path": "/Users", "expect": { "status": [200] } }""")]
    [InlineData("{{uid}}", """{ "method": "GET", "path": "/Users/{{uid}}", "expect": { "status": [200] } }""")]
    [InlineData("$..a", """{ "method": "GET", "path": "/Users", "expect": { "status": [200], "json": [{ "path": "$..a", "exists": true }] } }""")]
    [InlineData("strnig", """{ "method": "GET", "path": "/Users", "expect": { "status": [200], "json": [{ "path": "$.a", "type": "strnig" }] } }""")]
    [InlineData("(", """{ "method": "GET", "path": "/Users", "expect": { "status": [200], "json": [{ "path": "$.a", "matches": "(" }] } }""")]
    [InlineData("rawBody", """{ "method": "POST", "path": "/Users", "body": {}, "rawBody": "x", "expect": { "status": [200] } }""")]
    public void That_cannot_be_run_as_meant_is_refused_and_says_where(string word, string steps)
    {
        var refusal = Refusal(ScriptedServer.File(steps));

        Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("step 1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""", "needs": ["etga"]""", "etga")]
    [InlineData(""", "title": "again" """, "title")]
    public void With_a_need_or_a_property_it_cannot_have_is_refused(string more, string word) =>
        Assert.Contains(word, Refusal(ScriptedServer.File(Step, more)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("must")]
    [InlineData("OFTEN")]
    [InlineData("0")]
    public void With_an_unknown_level_is_refused(string level) =>
        Refusal(ScriptedServer.File(Step).Replace("\"MUST\"", $"\"{level}\"", StringComparison.Ordinal));

    [Fact]
    public void Gives_its_clause_and_level_to_the_cases_that_have_none()
    {
        var cases = Dialogues.Load("idp/okta/x.json",
            $$"""
            { "title": "t", "clause": "RFC 7644 §3", "level": "MUST", "source": "s", "needs": ["patch"], "cases": [
              { "id": "a", "title": "a", "steps": [{{Step}}] },
              { "id": "b", "title": "b", "clause": "RFC 7643 §5", "level": "SHOULD", "needs": ["sort"], "steps": [{{Step}}] } ] }
            """);

        Assert.Equal(("idp", "RFC 7644 §3", Level.Must), (cases[0].Suite, cases[0].Clause, cases[0].Level));
        Assert.Equal(("RFC 7643 §5", Level.Should), (cases[1].Clause, cases[1].Level));
        Assert.Equal(["patch", "sort"], cases[1].Needs);
    }

    [Fact]
    public void Shares_no_case_id_with_another()
    {
        var folder = Directory.CreateTempSubdirectory("dialogues");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a.json"), ScriptedServer.File(Step));
            File.WriteAllText(Path.Combine(folder.FullName, "b.json"), ScriptedServer.File(Step));

            var refusal = Assert.Throws<DialogueException>(() => Dialogues.LoadAll(folder.FullName));

            Assert.Contains("a.json and b.json", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
