using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>A request and its answer as they passed, not yet redacted: it must not leave memory like this.</summary>
sealed record Exchange(
    int Directory, Guid Id, DateTimeOffset At, TimeSpan Duration, string Method, string Path, string Query,
    IReadOnlyList<(string Name, string Value)> Headers, string? Request, bool RequestCut, int Status, string? Response, bool ResponseCut, string Client, IReadOnlyList<string> Deviations)
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The headers that tell something about a client. Authorization and cookies are not among them.</summary>
    static readonly string[] Told =
        ["User-Agent", "Accept", "Accept-Charset", "Content-Type", "Content-Length", "If-Match", "If-None-Match", "Adscimversion"];

    public static List<(string, string)> HeadersOf(HttpRequest request) =>
        [.. Told.Where(request.Headers.ContainsKey).Select(name => (name, request.Headers[name].ToString()))];

    /// <summary>What is kept of it.</summary>
    public RecordedRequest Redacted()
    {
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        var query = Redaction.Query(Query, secrets);
        var request = Redaction.Body(Request, RequestCut, secrets);
        var response = Redaction.Body(Response, ResponseCut, secrets);
        var headers = new JsonObject(Headers.Select(h =>
            KeyValuePair.Create<string, JsonNode?>(h.Name, Redaction.Without(Redaction.Text(h.Value), secrets))));
        return new()
        {
            DirectoryKey = Directory, Id = Id, At = At, Method = Method, Client = Client, Status = Status,
            Deviations = string.Join(',', Deviations), DurationMs = (int)Math.Min(int.MaxValue, Duration.TotalMilliseconds),
            Truncated = RequestCut || ResponseCut,
            Path = Redaction.Without(Redaction.Text(Path), secrets)!, Query = Redaction.Without(query, secrets)!,
            Headers = headers.ToJsonString(Plain),
            RequestBody = Redaction.Without(request, secrets), ResponseBody = Redaction.Without(response, secrets),
        };
    }
}
