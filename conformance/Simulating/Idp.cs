using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>
/// An identity provider as a SCIM client. The story is the same for all; each tells it in its own words: which requests, which headers,
/// which bodies. A method sends what that provider sends for the event and leaves the server's ids in the person or group.
/// </summary>
abstract class Idp(Line line, Population population)
{
    protected const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    protected const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    protected const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";
    const string PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>Every provider by its name on the command line.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Line, Population, Idp>> All =
        new Dictionary<string, Func<Line, Population, Idp>>
    {
        ["entra"] = (line, people) => new Idps.Entra(line, people),
        ["okta"] = (line, people) => new Idps.Okta(line, people),
        ["onelogin"] = (line, people) => new Idps.OneLogin(line, people),
        ["google"] = (line, people) => new Idps.Google(line, people),
        ["jumpcloud"] = (line, people) => new Idps.JumpCloud(line, people),
        ["authentik"] = (line, people) => new Idps.Authentik(line, people),
    };

    protected Line Line => line;
    protected Population Population => population;

    /// <summary>How many requests it has under way at the same time.</summary>
    public virtual int AtOnce => 1;

    public virtual bool HasGroups => true;
    public virtual bool DeletesUsers => true;

    /// <summary>Sent with every request; its Content-Type only with a body, unless <see cref="TypesEverything"/>.</summary>
    protected abstract IReadOnlyDictionary<string, string?> Headers { get; }

    protected virtual bool TypesEverything => false;

    /// <summary>What pressing "test connection" or saving the settings sends.</summary>
    public abstract Task Connect(CancellationToken ct);

    public abstract Task Create(Person person, CancellationToken ct);

    /// <summary>Title, department and manager have changed.</summary>
    public abstract Task Update(Person person, CancellationToken ct);

    /// <summary>Family name, display name, userName and e-mail have changed.</summary>
    public abstract Task Rename(Person person, CancellationToken ct);

    /// <summary>The person was disabled, or is back.</summary>
    public abstract Task SetActive(Person person, CancellationToken ct);

    public virtual Task Delete(Person person, CancellationToken ct) =>
        Send("delete user", "DELETE", $"/Users/{person.Id}", null, [204], ct);

    public virtual Task Create(Team team, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Who is in the team now is in its Members already.</summary>
    public virtual Task Join(Team team, IReadOnlyList<Person> people, CancellationToken ct) => Task.CompletedTask;

    public virtual Task Leave(Team team, IReadOnlyList<Person> people, CancellationToken ct) => Task.CompletedTask;

    protected virtual TimeSpan Patience(Answer answer, int attempt) => Line.AsTold(answer, attempt);

    protected Task<Answer> Get(string kind, string path, CancellationToken ct) => Send(kind, "GET", path, null, [200], ct);

    protected Task<Answer> Put(string kind, string path, JsonNode body, CancellationToken ct) => Send(kind, "PUT", path, body, [200], ct);

    protected Task<Answer> Patch(string kind, string path, IEnumerable<JsonObject> operations, CancellationToken ct) =>
        Send(
            kind, "PATCH", path, new JsonObject { ["schemas"] = List(PatchOp), ["Operations"] = new JsonArray([.. operations]) },
            [200, 204], ct);

    /// <summary>The id of what was made; a create whose answer has none is a surprise.</summary>
    protected async Task<string?> Post(string kind, string path, JsonNode body, CancellationToken ct) =>
        await Made(kind, path, body, [201], ct);

    /// <summary>The same for one who reckons with more: a 409 gives no id, and is no surprise.</summary>
    protected async Task<string?> Made(string kind, string path, JsonNode body, int[] fine, CancellationToken ct)
    {
        var letter = Written(kind, "POST", path, body, fine);
        var answer = await line.Send(letter, ct);
        var id = TextAt(answer.Json, "id");
        if (answer.Status == 201 && string.IsNullOrEmpty(id)) line.Complain(letter, answer, "an id");
        return answer.Status == 201 ? id : null;
    }

    /// <summary>The id of the first of a list; null when the list is empty.</summary>
    protected async Task<string?> Find(string kind, string path, CancellationToken ct) =>
        TextAt((JsonPath.Child((await Get(kind, path, ct)).Json, "Resources") as JsonArray)?.FirstOrDefault(), "id");

    protected Task<Answer> Send(string kind, string method, string path, JsonNode? body, int[] fine, CancellationToken ct) =>
        line.Send(Written(kind, method, path, body, fine), ct);

    protected static JsonArray List(params IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);

    protected static JsonObject Op(string op, string path, JsonNode? value) => new() { ["op"] = op, ["path"] = path, ["value"] = value };

    protected static JsonArray Values(params IEnumerable<Person> people) =>
        new([.. people.Select(p => new JsonObject { ["value"] = p.Id })]);

    protected static JsonObject NameOf(Person person) => new() { ["givenName"] = person.Given, ["familyName"] = person.Family };

    protected static JsonObject Mail(Person person, string? type = "work") =>
        type is null
            ? new() { ["value"] = person.UserName }
            : new() { ["primary"] = true, ["type"] = type, ["value"] = person.UserName };

    protected static string? TextAt(JsonNode? node, string name) =>
        JsonPath.Child(node, name) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    Letter Written(string kind, string method, string path, JsonNode? body, int[] fine)
    {
        var headers = body is not null || TypesEverything
            ? Headers
            : Headers.Where(h => h.Key != "Content-Type").ToDictionary();
        return new Letter(kind, method, path, headers, body, fine, Patience);
    }
}
