using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.WorkOs.In;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Where WorkOS sends the events of a directory that lives there. The signature over the body is the credential.</summary>
[AllowAnonymous]
[Route("workos/webhooks")]
[Tags("WorkOS: webhooks in")]
public sealed class IncomingWebhooksController(Reception reception) : ControllerBase
{
    const string RetryAfterSeconds = "5";
    const int ReadAway = 32 * 1024 * 1024;
    static readonly TimeSpan PatienceToReadAway = TimeSpan.FromSeconds(5);

    /// <param name="directory">Our id of the directory.</param>
    [HttpPost("{directory}")]
    public async Task<IActionResult> Receive(string directory, CancellationToken ct) => Answer(
        await reception.ReceiveAsync(directory, (string?)Request.Headers[WebhookSignature.Header], BodyAsync, ct));

    ObjectResult Answer(Admission admission)
    {
        if (admission is Admission.Unavailable) Response.Headers.RetryAfter = RetryAfterSeconds;
        return admission switch
        {
            Admission.Taken => Ok(new { received = true }),
            Admission.NoDirectory => Error(404, "entity_not_found", "There is no such directory, or it takes no webhooks."),
            Admission.TooLarge => Error(413, "payload_too_large", $"The body is larger than {Reception.LongestBody} bytes."),
            Admission.Refused => Error(401, "unauthorized", "The signature of the webhook is not valid."),
            Admission.Unreadable bad => Error(400, "invalid_request_parameters", bad.Message, (bad.Code, bad.Field)),
            _ => Error(503, "unavailable", "The event could not be stored: send it again."),
        };
    }

    // Nothing is kept of what is longer than it may be, whether or not its length was announced.
    async Task<ReadOnlyMemory<byte>?> BodyAsync(CancellationToken ct)
    {
        var readAway = Request.ContentLength is > Reception.LongestBody and <= ReadAway;
        if (HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } most)
            most.MaxRequestBodySize = readAway ? ReadAway : Reception.LongestBody;
        if (readAway) await ReadAwayAsync(ct);
        if (Request.ContentLength > Reception.LongestBody) return null;
        using var body = new System.IO.MemoryStream((int)(Request.ContentLength ?? 4096));
        var some = new byte[Math.Min(16 * 1024, Reception.LongestBody)];
        try
        {
            for (int read; (read = await Request.Body.ReadAsync(some, ct)) > 0;)
            {
                if (body.Length + read > Reception.LongestBody) return null;
                body.Write(some, 0, read);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    // Who writes all of it before looking for an answer would find the connection closed instead.
    async Task ReadAwayAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(PatienceToReadAway);
        await Request.Body.CopyToAsync(System.IO.Stream.Null, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    static ObjectResult Error(int status, string code, string message, params (string Code, string Field)[] errors) => new(
        new { message, code, errors = errors.Select(e => new { code = e.Code, field = e.Field }) }) { StatusCode = status };
}
