using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Notifications;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>
/// Asks WorkOS's REST API: at the directory's pace, bounded in time and size, and only at addresses that may be asked. Knows no database and
/// no retries.
/// </summary>
public sealed class WorkOsClient : IDisposable
{
    const int MostOfMessage = 300;
    const int LongestMessage = 64 * 1024;
    static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);
    static readonly ProductInfoHeaderValue Agent = new("Orgvue.ScimEndpoint",
        typeof(WorkOsClient).Assembly.GetName().Version!.ToString(3));

    readonly PullOptions _options;
    readonly TimeProvider _clock;

    // Not the factory's client: redirects would carry the key elsewhere, and names would be resolved out of sight.
    readonly HttpClient _http;

    public WorkOsClient(IOptions<PullOptions> options, IOptions<NotificationOptions> network, TimeProvider clock)
    {
        (_options, _clock) = (options.Value, clock);
        _http = new(GuardedSockets.Handler(network.Value)) { Timeout = Timeout.InfiniteTimeSpan };
        Pace = new(clock, _options.RequestsPerSecond);
    }

    public Pace Pace { get; }

    /// <summary>Asks once, when the directory's turn comes.</summary>
    public async Task<Answer> AskAsync(Remote remote, string pathAndQuery, CancellationToken ct)
    {
        await Pace.TurnAsync(remote.Directory, ct);
        var answer = await SendAsync(remote, pathAndQuery, ct);
        if (answer is Answer.Later { Asked: { } asked }) Pace.Rest(remote.Directory, asked);
        return answer;
    }

    public void Dispose() => _http.Dispose();

    async Task<Answer> SendAsync(Remote remote, string pathAndQuery, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(_options.PullTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, remote.Root.TrimEnd('/') + pathAndQuery);
            request.Headers.Authorization = new("Bearer", remote.Key);
            request.Headers.Accept.Add(new("application/json"));
            request.Headers.UserAgent.Add(new(Agent.Product!));
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)answer.StatusCode;
            if (answer.IsSuccessStatusCode)
                return await BodyAsync(answer, _options.PullLargestAnswer, either.Token) is not { } body
                    ? Later($"The answer has more than {_options.PullLargestAnswer} bytes (WorkOs:PullLargestAnswer).")
                    : Read(body) is { } json
                        ? new Answer.Told(json, answer.Headers.Date)
                        : new Answer.Later("The answer is not JSON.", null);
            var said = Said(status, await MessageAsync(answer, either.Token), remote.Key);
            return status is 408 or 425 or 429 or >= 500
                ? new Answer.Later(said, Asked(answer.Headers.RetryAfter))
                : new Answer.Refused(status, said);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Later($"No whole answer within {_options.PullTimeout.TotalSeconds:0.#} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or System.IO.IOException)
        {
            return new Answer.Later(Plain((e.InnerException ?? e).Message), null);
        }
    }

    // Null for one that is too long: the rest of it is not waited for.
    static async Task<byte[]?> BodyAsync(HttpResponseMessage answer, int most, CancellationToken ct)
    {
        if (answer.Content.Headers.ContentLength > most) return null;
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        using var read = new System.IO.MemoryStream();
        var buffer = new byte[32 * 1024];
        while (await body.ReadAsync(buffer, ct) is > 0 and var more)
        {
            if (read.Length + more > most) return null;
            read.Write(buffer, 0, more);
        }
        return read.ToArray();
    }

    // What was answered is the status: a message that does not end changes nothing.
    static async Task<byte[]?> MessageAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            return await BodyAsync(answer, LongestMessage, ct);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or System.IO.IOException)
        {
            return null;
        }
    }

    static Answer.Later Later(FormattableString why) => new(why.ToString(CultureInfo.InvariantCulture), null);

    static JsonElement? Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    TimeSpan? Asked(RetryConditionHeaderValue? header)
    {
        var asked = header?.Delta ?? header?.Date - _clock.GetUtcNow();
        return asked is null ? null : asked < TimeSpan.Zero ? TimeSpan.Zero : asked > LongestRest ? LongestRest : asked;
    }

    // Some gateways answer with the headers that they were sent; what is said here is stored, shown and logged.
    static string Said(int status, byte[]? body, string key)
    {
        var message = body is not null && Read(body) is { ValueKind: JsonValueKind.Object } json
            && json.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? Safe(text) : "";
        if (message.Length == 0 && body is not null) message = Encoding.UTF8.GetString(body);
        return status is >= 300 and < 400 ? $"{status}: redirects are not followed." : Plain($"{status}: {message.Replace(key, "…", StringComparison.Ordinal)}".TrimEnd(' ', ':'));
    }

    // Half of a character is no text.
    static string Safe(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    static string Plain(string text) => Words.Short(text.Trim(), MostOfMessage);
}
