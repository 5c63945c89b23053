using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>Sends one body once, signed, to where it may go. Knows no database and no retries.</summary>
public sealed class DeliverySender(EndpointSecrets secrets, IOptions<NotificationOptions> options, TimeProvider clock) : IDisposable
{
    public const string SignatureHeader = "Orgvue-Signature";
    public const string EventIdHeader = "Orgvue-Event-Id";
    public const string EventHeader = "Orgvue-Event";

    /// <summary>WorkOS sends this one alone: the event is told by the body.</summary>
    public const string WorkOsSignatureHeader = "WorkOS-Signature";

    const int MostOfAnswer = 300;
    static readonly ProductInfoHeaderValue Agent = new("Orgvue.ScimEndpoint",
        typeof(DeliverySender).Assembly.GetName().Version!.ToString(3));

    // Not the factory's client: that one logs URLs, and a Slack URL is a secret.
    readonly HttpClient _http = new(GuardedSockets.Handler(options.Value)) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<Attempt> SendAsync(WebhookEndpoint endpoint, Guid eventId, string name, string payload, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(options.Value.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            using var request = Request(endpoint, eventId, name, payload);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var text = await TextAsync(answer, either.Token);
            return answer.IsSuccessStatusCode
                ? new Attempt.Delivered((int)answer.StatusCode, text)
                : new Attempt.Refused((int)answer.StatusCode, text, Asked(answer.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Attempt.NoAnswer(string.Create(CultureInfo.InvariantCulture, $"No answer within {options.Value.Timeout.TotalSeconds:0.#} seconds."));
        }
        catch (Exception e) when (e is HttpRequestException or System.IO.IOException)
        {
            return new Attempt.NoAnswer(Plain((e.InnerException ?? e).Message));
        }
        catch (CryptographicException)
        {
            return new Attempt.NoAnswer("The signing secret cannot be read: the keys that encrypted it are not there. Rotate it.");
        }
    }

    public void Dispose() => _http.Dispose();

    HttpRequestMessage Request(WebhookEndpoint endpoint, Guid eventId, string name, string payload)
    {
        var body = Encoding.UTF8.GetBytes(payload);
        var signature = Signature.Of(secrets.Open(endpoint.Secret), clock.GetUtcNow(), body);
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = content };
        request.Headers.UserAgent.Add(new(Agent.Product!));
        if (endpoint.Kind == WebhookKind.WorkOs)
        {
            request.Headers.Add(WorkOsSignatureHeader, signature);
            return request;
        }
        request.Headers.Add(SignatureHeader, signature);
        request.Headers.Add(EventIdHeader, eventId.ToString());
        request.Headers.Add(EventHeader, name);
        return request;
    }

    TimeSpan? Asked(RetryConditionHeaderValue? header) => header?.Delta ?? header?.Date - clock.GetUtcNow();

    // The beginning says what is wrong; the rest is not waited for. What was answered is the status: a body that does not end changes nothing.
    static async Task<string> TextAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var buffer = new byte[MostOfAnswer];
        var read = 0;
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(ct);
            while (read < buffer.Length && await body.ReadAsync(buffer.AsMemory(read), ct) is > 0 and var more) read += more;
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or System.IO.IOException) { }
        return Plain(Encoding.UTF8.GetString(buffer, 0, read));
    }

    static string Plain(string text) => Words.Short(text.Trim(), MostOfAnswer);
}
