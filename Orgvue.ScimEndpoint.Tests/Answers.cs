using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests;

/// <summary>Sends JSON and reads JSON back, checking the status on the way.</summary>
static class Answers
{
    public static Task<JsonNode> GetAsync(this HttpClient client, string url, HttpStatusCode expected) =>
        ReadAsync(client.GetAsync(url), expected);

    public static Task<JsonNode> PostAsync(this HttpClient client, string url, object? body, HttpStatusCode expected) =>
        ReadAsync(client.PostAsJsonAsync(url, body), expected);

    public static Task<JsonNode> PatchAsync(this HttpClient client, string url, object body, HttpStatusCode expected) =>
        ReadAsync(client.PatchAsJsonAsync(url, body), expected);

    public static Task<JsonNode> DeleteAsync(this HttpClient client, string url, HttpStatusCode expected) =>
        ReadAsync(client.DeleteAsync(url), expected);

    /// <summary>The body as JSON; an empty object for an answer without one.</summary>
    public static async Task<JsonNode> ReadAsync(Task<HttpResponseMessage> sent, HttpStatusCode expected)
    {
        using var answer = await sent;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"Expected {expected}, got {answer.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
