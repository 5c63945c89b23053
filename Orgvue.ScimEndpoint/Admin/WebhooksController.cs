using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Who is told of what happens: failures, held and failed runs, tokens that expire. Each request is signed with the webhook's secret.</summary>
[Route("admin/api/webhooks")]
[Tags("Admin: webhooks")]
public sealed class WebhooksController(WebhookDesk webhooks, DeliveryDesk deliveries) : AdminApi
{
    [HttpGet]
    [ProducesResponseType<Page<WebhookView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    public async Task<IActionResult> List(int? limit, string? cursor, CancellationToken ct) => Ok(await webhooks.ListAsync(new(limit, cursor), ct));

    /// <summary>Makes a webhook. The signing secret is in this answer and nowhere else.</summary>
    [HttpPost]
    [ProducesResponseType<WebhookMade>(StatusCodes.Status201Created)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Create([FromBody] NewWebhook webhook, CancellationToken ct) =>
        Made(await webhooks.CreateAsync(webhook, ct));

    [HttpGet("{webhookId}")]
    [ProducesResponseType<WebhookView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Get(string webhookId, CancellationToken ct) => Ok(await webhooks.GetAsync(webhookId, ct));

    /// <summary>Another URL or other events, or a pause.</summary>
    [HttpPatch("{webhookId}")]
    [ProducesResponseType<WebhookView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Edit(string webhookId, [FromBody] WebhookEdit edit, CancellationToken ct) =>
        Ok(await webhooks.EditAsync(webhookId, edit, ct));

    /// <summary>Removes the webhook, and with it what waits to be sent to it.</summary>
    [HttpDelete("{webhookId}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Remove(string webhookId, CancellationToken ct)
    {
        await webhooks.RemoveAsync(webhookId, ct);
        return NoContent();
    }

    /// <summary>Sends a test event now and tells what came back.</summary>
    [Needs(ApiRole.Operator)]
    [HttpPost("{webhookId}/test")]
    [ProducesResponseType<WebhookTest>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Test(string webhookId, CancellationToken ct) => Ok(await webhooks.TestAsync(webhookId, ct));

    /// <summary>A new signing secret, valid at once, in this answer and nowhere else. What a receiver refuses meanwhile is sent again.</summary>
    [HttpPost("{webhookId}/rotate")]
    [ProducesResponseType<WebhookMade>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Rotate(string webhookId, CancellationToken ct) => Ok(await webhooks.RotateAsync(webhookId, ct));

    /// <summary>What was and is to be sent, newest first.</summary>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="state">pending, delivered or givenUp; all without it.</param>
    /// <param name="limit">How many, up to 1000.</param>
    /// <param name="cursor">The nextCursor of the page before.</param>
    /// <param name="ct">Ends with the request.</param>
    [HttpGet("{webhookId}/deliveries")]
    [ProducesResponseType<Page<DeliveryView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Deliveries(string webhookId, string? state, int? limit, string? cursor, CancellationToken ct) =>
        Ok(await deliveries.ListAsync(webhookId, state, new(limit, cursor), ct));

    /// <summary>Has a delivery that waits or was given up tried now.</summary>
    [Needs(ApiRole.Operator)]
    [HttpPost("{webhookId}/deliveries/{deliveryId}/retry")]
    [ProducesResponseType<DeliveryView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Problem>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Problem>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Retry(string webhookId, string deliveryId, CancellationToken ct) =>
        Ok(await deliveries.RetryAsync(webhookId, deliveryId, ct));

    CreatedAtActionResult Made(WebhookMade made) => CreatedAtAction(nameof(Get), new { webhookId = made.WebhookId }, made);
}
