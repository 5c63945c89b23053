using Microsoft.AspNetCore.Mvc;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Who is sent directory events as webhooks.</summary>
[Route("webhook_endpoints")]
[Tags("WorkOS: webhook endpoints")]
public sealed class WorkOsWebhookEndpointsController(WebhookEndpointDesk endpoints) : WorkOsApi
{
    [HttpGet]
    public Task<IActionResult> List([FromQuery] ListWish wish, CancellationToken ct) => endpoints.ListAsync(wish, ct);

    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Create([FromBody] NewWebhookEndpoint endpoint, CancellationToken ct) =>
        new WireJson(await endpoints.CreateAsync(endpoint, ct), StatusCodes.Status201Created);

    [HttpPatch("{id}")]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Edit(string id, [FromBody] WebhookEndpointEdit edit, CancellationToken ct) =>
        new WireJson(await endpoints.EditAsync(id, edit, ct));

    /// <summary>With it goes what waits to be sent to it.</summary>
    [HttpDelete("{id}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Delete(string id, CancellationToken ct)
    {
        await endpoints.RemoveAsync(id, ct);
        return NoContent();
    }
}
